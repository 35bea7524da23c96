import type { Parameter } from "../../src/contract/contract.ts";
import type { Random } from "./random.ts";

/** Writes parameters into a request by OpenAPI's rules, independently of the decoder. */

/** The pieces `name=value` of a query parameter, percent-encoded, in one of the spellings that are allowed. */
export function encodeQuery(parameter: Parameter, value: unknown, random: Random): string[] {
  const { name, style, explode, arrayFormats } = parameter;
  const key = encodeURIComponent(name);
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
    if (style !== "deepObject") throw new Error(`${name}: an object of style ${style} is not generated`);
    return Object.entries(value).map(
      ([member, text]) => `${key}${open}${encodeURIComponent(member)}${close}=${encode(text)}`,
    );
  }
  return [`${key}=${encode(value)}`];
}

export function encodeSegment(value: unknown): string {
  return encodeURIComponent(String(value));
}
