import type { Headers } from "../exchange.ts";
import type { Parameter, ParameterPlace } from "./contract.ts";
import { escapeToken } from "./json-pointer.ts";
import { createMemo } from "./memo.ts";
import {
  type Decode,
  readArrayFormats,
  readDeepObject,
  readForm,
  readPath,
  readProperties,
  readSimple,
} from "./parameter-styles.ts";
import {
  assignEntries,
  parseCookies,
  parseQuery,
  percentDecode,
  plusToSpace,
  type QueryEntry,
  standsAsProperties,
} from "./query.ts";
import { firstOf, type Report, readText, type ValueShape } from "./value-shape.ts";

/** What is wrong with a parameter before any schema is asked. */
export interface ParameterProblem {
  parameter: Parameter;
  name: string;
  in: ParameterPlace;
  rule: "required" | "repeated" | "malformed-parameter";
  /** JSON Pointer inside the part: the parameter's name, lower case for a header, and the place in the value. */
  pointer: string;
  actual: unknown;
  detail: string;
}

/** The parameters of one place. */
export interface DecodedParameters {
  /** By name, lower case for a header, without members of a prototype. What was not sent or cannot be read is absent. */
  values: Record<string, unknown>;
  problems: ParameterProblem[];
}

/** The shape of a parameter's schema. */
export type Shapes = (parameter: Parameter) => ValueShape;

/** Decodes a raw query, without its question mark. Parameters of other places are passed over, here and below. */
export function decodeQuery(
  parameters: readonly Parameter[],
  shapes: Shapes,
  raw: string,
): DecodedParameters & { undocumented: QueryEntry[] } {
  const entries = raw === "" ? [] : parseQuery(raw);
  return decodeEntries(parametersIn("query", parameters), shapes, entries, decodeQueryText);
}

/** Decodes what the variables of a path's template matched: still percent-encoded, with the prefix of a style. */
export function decodePath(
  parameters: readonly Parameter[],
  shapes: Shapes,
  raw: Readonly<Record<string, string>>,
): DecodedParameters {
  return decodeEach(
    parametersIn("path", parameters),
    ({ name }) => (Object.hasOwn(raw, name) ? raw[name] : undefined),
    (sent, parameter, report) => {
      const { text, malformed } = percentDecode(sent);
      if (malformed) reportBrokenEscape(sent, report);
      const shape = shapes(parameter);
      if (parameter.mediaType !== null) return readContent(text, parameter.mediaType, shape, report);
      return readPath(sent, parameter, shape, decodeText, report);
    },
  );
}

/** Decodes headers, which are not percent-encoded. */
export function decodeHeaders(parameters: readonly Parameter[], shapes: Shapes, headers: Headers): DecodedParameters {
  const documented = parametersIn("header", parameters);
  if (documented.length === 0) return nothingDocumented;
  return decodeEach(
    documented,
    (parameter) => linesOf(keyOfValue(parameter), headers),
    (sent, parameter, report) => {
      const shape = shapes(parameter);
      if (parameter.mediaType !== null) {
        return readContent(firstOf(sent, report) ?? "", parameter.mediaType, shape, report);
      }
      const text = mayBeList(shape) ? sent.join(",") : (firstOf(sent, report) ?? "");
      return readSimple(text, parameter.explode, shape, trim, report);
    },
  );
}

function mayBeList({ types }: ValueShape): boolean {
  return types.size === 0 || types.has("array") || types.has("object");
}

/** The lines of a header, if it was sent. Note: Set-Cookie alone has several and is no list (RFC 9110, 5.3): one counts. */
function linesOf(name: string, headers: Headers): string[] | undefined {
  const sent = headers[name];
  if (typeof sent === "string") return [trim(sent)];
  // A name such as "constructor" finds what every object has.
  if (!Array.isArray(sent) || sent.length === 0) return undefined;
  return (name === "set-cookie" ? sent.slice(0, 1) : sent).map(trim);
}

/** Decodes the Cookie header, where "+" is no space. */
export function decodeCookies(
  parameters: readonly Parameter[],
  shapes: Shapes,
  header: string | string[] | undefined,
): DecodedParameters {
  const documented = parametersIn("cookie", parameters);
  if (documented.length === 0) return nothingDocumented;
  const entries = parseCookies([header ?? []].flat().join(";"));
  const { values, problems } = decodeEntries(documented, shapes, entries, decodeText);
  return { values, problems };
}

function decodeEntries(
  parameters: readonly Parameter[],
  shapes: Shapes,
  entries: readonly QueryEntry[],
  decode: Decode,
): DecodedParameters & { undocumented: QueryEntry[] } {
  const { byParameter, undocumented } = assignEntries(entries, parameters, shapes);
  const decoded = decodeEach(
    parameters,
    (parameter) => byParameter.get(parameter),
    (sent, parameter, report) => {
      const broken = sent.find((entry) => entry.malformed);
      if (broken) reportBrokenEscape(`${broken.rawName}=${broken.rawValue}`, report);
      const shape = shapes(parameter);
      if (parameter.mediaType !== null) {
        const texts = sent.map(({ value }) => value);
        return readContent(firstOf(texts, report) ?? "", parameter.mediaType, shape, report);
      }
      if (parameter.style === "deepObject") return readDeepObject(sent, parameter, shape, report);
      if (standsAsProperties(parameter, shape)) return readProperties(sent, shape, report);
      if (parameter.arrayFormats.length > 0) return readArrayFormats(sent, parameter, shape, decode, report);
      const raws = sent.map(({ rawValue }) => rawValue);
      return readForm(raws, parameter, shape, decode, report);
    },
  );
  return { values: decoded.values, problems: decoded.problems, undocumented };
}

const nothingDocumented: DecodedParameters = { values: {}, problems: [] };

/** What values inherit from. Note: with null itself in its place they would be many times slower to write. */
const nothing: object = Object.freeze(Object.create(null));

/** `find` gives what was sent for a parameter, if anything was, and `read` makes a value of it. */
function decodeEach<Sent>(
  parameters: readonly Parameter[],
  find: (parameter: Parameter) => Sent | undefined,
  read: (sent: Sent, parameter: Parameter, report: Report) => unknown,
): DecodedParameters {
  const values: Record<string, unknown> = Object.create(nothing);
  const problems: ParameterProblem[] = [];
  for (const parameter of parameters) {
    const key = keyOfValue(parameter);
    const add = (rule: ParameterProblem["rule"], path: readonly string[], actual: unknown, detail: string): void => {
      const pointer = [key, ...path].map((token) => `/${escapeToken(token)}`).join("");
      problems.push({ parameter, name: parameter.name, in: parameter.in, rule, pointer, actual, detail });
    };
    const sent = find(parameter);
    const value = sent === undefined ? undefined : read(sent, parameter, add);
    if (value !== undefined) values[key] = value;
    else if (sent === undefined && parameter.required) add("required", [], undefined, "the parameter is missing");
  }
  return { values, problems };
}

const lowerCase = createMemo((name) => name.toLowerCase());

/** The name under which a parameter's value stands. */
export function keyOfValue(parameter: Parameter): string {
  return parameter.in === "header" ? lowerCase(parameter.name) : parameter.name;
}

function readContent(text: string, mediaType: string, shape: ValueShape, report: Report): unknown {
  if (!/[/+]json\s*(?:;|$)/i.test(mediaType)) return readText(text, shape);
  try {
    return JSON.parse(text);
  } catch {
    report("malformed-parameter", [], text, "the value is not JSON");
    return undefined;
  }
}

function reportBrokenEscape(raw: string, report: Report): void {
  report("malformed-parameter", [], raw, "a percent-escape is broken");
}

const placed = new WeakMap<readonly Parameter[], Partial<Record<ParameterPlace, readonly Parameter[]>>>();

/** The parameters of one place, sorted out once for each list. */
function parametersIn(place: ParameterPlace, parameters: readonly Parameter[]): readonly Parameter[] {
  let places = placed.get(parameters);
  if (places === undefined) {
    places = {};
    placed.set(parameters, places);
  }
  places[place] ??= parameters.filter((parameter) => parameter.in === place && !isIgnored(parameter));
  return places[place];
}

/** As OpenAPI has it: these are described by security, responses and request body. */
function isIgnored(parameter: Parameter): boolean {
  return parameter.in === "header" && ["accept", "content-type", "authorization"].includes(keyOfValue(parameter));
}

function decodeQueryText(raw: string): string {
  return decodeText(plusToSpace(raw));
}

function decodeText(raw: string): string {
  return percentDecode(raw).text;
}

function trim(text: string): string {
  return text.trim();
}
