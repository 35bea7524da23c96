import type { Parameter, ParameterPlace } from "../../src/contract/contract.ts";
import {
  type DecodedParameters,
  decodeCookies,
  decodeHeaders,
  decodePath,
  decodeQuery,
} from "../../src/contract/parameters.ts";
import type { ValueShape, ValueType } from "../../src/contract/value-shape.ts";

export interface Schema {
  type?: ValueType | ValueType[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
}

export const integerSchema: Schema = { type: "integer" };
export const stringSchema: Schema = { type: "string" };
export const stringsSchema: Schema = { type: "array", items: stringSchema };
export const integersSchema: Schema = { type: "array", items: integerSchema };
export const colorSchema: Schema = {
  type: "object",
  properties: { R: integerSchema, G: integerSchema, B: integerSchema },
};
export const freeFormSchema: Schema = { type: "object", additionalProperties: {} };

const styles = { path: "simple", query: "form", header: "simple", cookie: "form" } as const;

/** A parameter as a contract gives it, with OpenAPI's defaults. */
export function parameter(place: ParameterPlace, name: string, options: Partial<Parameter> = {}): Parameter {
  const style = options.style ?? styles[place];
  const node = { document: "https://example.com/openapi.yaml", pointer: "", value: {} };
  return {
    name,
    in: place,
    required: false,
    deprecated: false,
    allowEmptyValue: false,
    style,
    explode: style === "form" || style === "deepObject",
    arrayFormats: [],
    mediaType: null,
    node,
    schema: null,
    ...options,
  };
}

export function shapeOf(schema: Schema): ValueShape {
  const { type = [], items = {}, properties = {}, additionalProperties } = schema;
  return {
    types: new Set([type].flat()),
    properties: Object.keys(properties),
    open: additionalProperties !== undefined,
    items: () => shapeOf(items),
    property: (name) => shapeOf((Object.hasOwn(properties, name) ? properties[name] : additionalProperties) ?? {}),
  };
}

/** Decodes one parameter named "color" from what was sent for it. */
export function decode(sent: string, schema: Schema, subject: Parameter): DecodedParameters {
  const shapes = () => shapeOf(schema);
  if (subject.in === "path") return decodePath([subject], shapes, { [subject.name.toLowerCase()]: sent });
  if (subject.in === "header") return decodeHeaders([subject], shapes, { [subject.name.toLowerCase()]: sent });
  if (subject.in === "cookie") return decodeCookies([subject], shapes, sent);
  return decodeQuery([subject], shapes, sent);
}

export function decodeColor(sent: string, schema: Schema, options: Partial<Parameter> = {}): DecodedParameters {
  return decode(sent, schema, parameter("query", "color", options));
}

/** Rule, pointer, actual and detail of every problem. */
export function problemsOf({ problems }: DecodedParameters): unknown[] {
  return problems.map(({ rule, pointer, actual, detail }) => [rule, pointer, actual, detail]);
}

export function malformed(pointer: string, actual: unknown, detail: string): unknown[] {
  return ["malformed-parameter", pointer, actual, detail];
}

export function repeated(pointer: string, actual: unknown[]): unknown[] {
  return ["repeated", pointer, actual, `the value is given ${actual.length} times`];
}

export function beginning(prefix: string): string {
  return `the value does not begin with "${prefix}"`;
}
