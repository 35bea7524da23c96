import type { Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

const dateTime = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** RFC 3339 section 5.6, with the zone that it demands, real days, and leap seconds only where one can fall. */
function isDateTime(text: string): boolean {
  const match = dateTime.exec(text);
  if (match === null) return false;
  const year = digitsAt(text, 0) * 100 + digitsAt(text, 2);
  const [month, day] = [digitsAt(text, 5), digitsAt(text, 8)];
  const [hour, minute, second] = [digitsAt(text, 11), digitsAt(text, 14), digitsAt(text, 17)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 60)
    return false;
  const zone = match[1] as string;
  if (zone.length === 1 && second < 60) return true;
  const offset = zone.length === 1 ? [0, 0] : [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if ((offset[0] as number) > 23 || (offset[1] as number) > 59) return false;
  if (second < 60) return true;
  const minutes =
    hour * 60 + minute - (zone.startsWith("-") ? -1 : 1) * ((offset[0] as number) * 60 + (offset[1] as number));
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

function isInteger(min: bigint, max: bigint): (value: number) => boolean {
  return (value) => Number.isInteger(value) && BigInt(value) >= min && BigInt(value) <= max;
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
  int32: { type: "number", validate: isInteger(-(2n ** 31n), 2n ** 31n - 1n) },
  // Beyond 2^53 a JSON number has already lost its last digits when it gets here: what can be told is that it is whole and in
  // range. The greatest int64 arrives as 2^63 itself.
  int64: { type: "number", validate: isInteger(-(2n ** 63n), 2n ** 63n) },
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
