import type { Parameter } from "../../src/contract/contract.ts";
import type { Random } from "./random.ts";

/** Writes parameters into a request by OpenAPI's rules, independently of the decoder. */

/** The pieces `name=value` of a query parameter, percent-encoded, in one of the spellings that are allowed. */
export function encodeQuery(parameter: Parameter, value: unknown, random: Random): string[] {
  const { name, style, explode, arrayFormats, mediaType } = parameter;
  const key = encodeURIComponent(name);
  if (mediaType !== null) return [`${key}=${encodeURIComponent(JSON.stringify(value))}`];
  // Most clients encode the brackets of a name, and some write a space as a plus sign.
  const [open, close] = random.chance(0.5) ? ["[", "]"] : ["%5B", "%5D"];
  const encode = (text: unknown): string => {
    const encoded = encodeURIComponent(String(text));
    return random.chance(0.5) ? encoded : encoded.replaceAll("%20", "+");
  };
  if (Array.isArray(value)) {
    const items = value.map(encode);
    const format = arrayFormats.length === 0 ? undefined : random.pick(arrayFormats);
    if (format === "brackets") return items.map((item) => `${key}${open}${close}=${item}`);
    if (format === "indices") return items.map((item, index) => `${key}${open}${index}${close}=${item}`);
    if (format === "comma") return [`${key}=${items.join(",")}`];
    if (format === "repeat" || (style === "form" && explode)) return items.map((item) => `${key}=${item}`);
    return [`${key}=${items.join(style === "spaceDelimited" ? "%20" : style === "pipeDelimited" ? "|" : ",")}`];
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([member, text]) => [encodeURIComponent(member), encode(text)] as const);
    if (style === "deepObject") return members.map(([member, text]) => `${key}${open}${member}${close}=${text}`);
    return explode ? members.map(([member, text]) => `${member}=${text}`) : [`${key}=${members.flat().join(",")}`];
  }
  return [`${key}=${encode(value)}`];
}

/** What stands in the path for a parameter. */
export function encodeSegment({ name, style, explode }: Parameter, value: unknown): string {
  const [prefix, separator] =
    style === "label" ? [".", explode ? "." : ","] : style === "matrix" ? [";", explode ? ";" : ","] : ["", ","];
  const named = style === "matrix";
  if (Array.isArray(value)) {
    const items = value.map((item) => encodeURIComponent(String(item)));
    if (!named) return prefix + items.join(separator);
    return explode ? items.map((item) => `;${name}=${item}`).join("") : `;${name}=${items.join(",")}`;
  }
  if (typeof value === "object" && value !== null) {
    const text = pairs(value, explode, separator, encodeURIComponent);
    return named && !explode ? `;${name}=${text}` : prefix + text;
  }
  return `${named ? `;${name}=` : prefix}${encodeURIComponent(String(value))}`;
}

/** What stands in a header for a parameter: nothing is encoded, and text keeps to visible ASCII. */
export function encodeHeader({ explode }: Parameter, value: unknown): string {
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object" && value !== null) return pairs(value, explode, ",", String);
  const text = String(value).replaceAll(/[^\x21-\x7e]/g, "");
  return text === "" ? "text" : text;
}

function pairs(value: object, explode: boolean, separator: string, encode: (text: string) => string): string {
  const members = Object.entries(value).map(([member, text]) => [encode(member), encode(String(text))]);
  return members.map((pair) => pair.join(explode ? "=" : ",")).join(separator);
}
