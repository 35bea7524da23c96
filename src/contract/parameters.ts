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

/** Decodes headers, which are not percent-encoded. OpenAPI has Accept, Content-Type and Authorization ignored. */
export function decodeHeaders(parameters: readonly Parameter[], shapes: Shapes, headers: Headers): DecodedParameters {
  const inHeaders = parametersIn("header", parameters);
  if (inHeaders.length === 0) return nothingDocumented;
  const documented = inHeaders.filter((parameter) => !ignoredHeaders.has(keyOfValue(parameter)));
  const lines = linesByName(documented, headers);
  return decodeEach(
    documented,
    (parameter) => nonEmpty(lines.get(keyOfValue(parameter))),
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

const ignoredHeaders: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

function mayBeList({ types }: ValueShape): boolean {
  return types.size === 0 || types.has("array") || types.has("object");
}

/** The lines of each documented header. Note: Set-Cookie alone has several and is no list (RFC 9110, 5.3): one counts. */
function linesByName(documented: readonly Parameter[], headers: Headers): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const parameter of documented) byName.set(keyOfValue(parameter), []);
  for (const sentName of byName.size === 0 ? [] : Object.keys(headers)) {
    const name = lowerCase(sentName);
    const lines = byName.get(name);
    const sent = headers[sentName];
    if (lines === undefined || sent === undefined) continue;
    if (typeof sent === "string") lines.push(trim(sent));
    else for (const line of sent) lines.push(trim(line));
    if (name === "set-cookie") lines.splice(1);
  }
  return byName;
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
  const places = placed.get(parameters) ?? {};
  placed.set(parameters, places);
  places[place] ??= parameters.filter((parameter) => parameter.in === place);
  return places[place];
}

function decodeQueryText(raw: string): string {
  return decodeText(plusToSpace(raw));
}

function decodeText(raw: string): string {
  return percentDecode(raw).text;
}

function nonEmpty(lines: string[] | undefined): string[] | undefined {
  return lines?.length === 0 ? undefined : lines;
}

function trim(text: string): string {
  return text.trim();
}
