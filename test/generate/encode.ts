import type { Parameter } from "../../src/contract/contract.ts";

/** Writes parameters into a request by OpenAPI's rules, independently of the decoder. */

/** The pieces `name=value` of a query parameter, percent-encoded. */
export function encodeQuery({ name, style, explode, arrayFormats }: Parameter, value: unknown): string[] {
  const key = encodeURIComponent(name);
  if (Array.isArray(value)) {
    const items = value.map((item) => encodeURIComponent(String(item)));
    const format = arrayFormats[0];
    if (format === "brackets") return items.map((item) => `${key}[]=${item}`);
    if (format === "indices") return items.map((item, index) => `${key}[${index}]=${item}`);
    if (format === "comma") return [`${key}=${items.join(",")}`];
    if (format === "repeat" || (style === "form" && explode)) return items.map((item) => `${key}=${item}`);
    return [`${key}=${items.join(style === "spaceDelimited" ? "%20" : style === "pipeDelimited" ? "|" : ",")}`];
  }
  if (typeof value === "object" && value !== null) {
    if (style !== "deepObject") throw new Error(`${name}: an object of style ${style} is not generated`);
    return Object.entries(value).map(
      ([member, text]) => `${key}[${encodeURIComponent(member)}]=${encodeURIComponent(String(text))}`,
    );
  }
  return [`${key}=${encodeURIComponent(String(value))}`];
}

export function encodeSegment(value: unknown): string {
  return encodeURIComponent(String(value));
}
