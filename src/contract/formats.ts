import type { Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

const dateTime = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** RFC 3339 section 5.6, with the zone that it demands, real days, and leap seconds only where one can fall. */
export function isDateTime(text: string): boolean {
  if (!dateTime.test(text)) return false;
  const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
  const month = digitsAt(text, 5);
  const day = digitsAt(text, 8);
  const hour = digitsAt(text, 11);
  const minute = digitsAt(text, 14);
  const second = digitsAt(text, 17);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 60)
    return false;
  const isUtc = /[Zz]$/.test(text);
  const offsetHour = isUtc ? 0 : digitsAt(text, text.length - 5);
  const offsetMinute = isUtc ? 0 : digitsAt(text, text.length - 2);
  if (offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const sign = text.at(-6) === "-" ? -1 : 1;
  const minutes = hour * 60 + minute - sign * (offsetHour * 60 + offsetMinute);
  return (minutes + 1440) % 1440 === 1439;
}

/** The number that two digits make. */
function digitsAt(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isInteger(min: number, max: number): (value: number) => boolean {
  return (value) => Number.isInteger(value) && value >= min && value <= max;
}

const standard = fullFormats as Readonly<Record<string, Format>>;

/** What each format that a contract may name has to match. */
export const formats: Readonly<Record<string, Format>> = {
  ...Object.fromEntries(
    [
      "date",
      "duration",
      "uri",
      "uri-reference",
      "uri-template",
      "email",
      "hostname",
      "ipv4",
      "ipv6",
      "json-pointer",
      "relative-json-pointer",
    ].map((name) => [name, standard[name] as Format]),
  ),
  "date-time": isDateTime,
  time: (text: string) => isDateTime(`2016-12-31T${text}`),
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  // ajv-formats' own looks at the first line only.
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  regex: (text: string) => {
    try {
      new RegExp(text, "u");
      return true;
    } catch {
      return false;
    }
  },
  /** ITU-T E.164: a plus sign and at most 15 digits, as pydantic and FastAPI name it. */
  phone: /^\+[1-9]\d{1,14}$/,
  int32: { type: "number", validate: isInteger(-(2 ** 31), 2 ** 31 - 1) },
  // Beyond 2^53 a JSON number has already lost its last digits when it gets here: what can be told is that it is whole and in
  // range. The greatest int64 arrives as 2^63 itself.
  int64: { type: "number", validate: isInteger(-(2 ** 63), 2 ** 63) },
  float: { type: "number", validate: (value: number) => Number.isFinite(value) },
  double: { type: "number", validate: (value: number) => Number.isFinite(value) },
};

/** Formats that say something to a reader and nothing to a checker. */
export const annotationFormats: ReadonlySet<string> = new Set([
  "password",
  "binary",
  "idn-email",
  "idn-hostname",
  "iri",
  "iri-reference",
]);
