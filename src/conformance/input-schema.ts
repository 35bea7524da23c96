import { isObject } from "../contract/is-object.ts";
import { escapeToken, tokensOf, tokensOfFragment, valueAt } from "../contract/json-pointer.ts";

/** A schema object; whatever is no object says nothing. */
export type Schema = Readonly<Record<string, unknown>>;

/** A member that a schema describes, at any depth outside of lists. */
export interface Member {
  /** JSON Pointer in a value. */
  pointer: string;
  name: string;
  schema: Schema;
  /** It and all that it lies in are demanded. */
  required: boolean;
  nullable: boolean;
}

const deepest = 4;

/** The members of the objects that a schema describes, in its order, those that hold others before these. */
export function membersOf(root: Schema): Member[] {
  return membersAt(root, root, "", true);
}

/** The same, each list with the members of its first item behind it. */
export function membersWithItems(root: Schema): Member[] {
  return membersOf(root).flatMap((member) => [
    member,
    ...membersAt(root, toSchema(member.schema.items), `${member.pointer}/0`, member.required),
  ]);
}

function membersAt(root: Schema, whole: Schema, at: string, isDemanded: boolean): Member[] {
  const members: Member[] = [];
  const visit = (given: Schema, pointer: string, required: boolean, depth: number): void => {
    const schema = mergeParts(root, given);
    const demanded = new Set(Array.isArray(schema.required) ? schema.required : []);
    for (const [name, described] of Object.entries(toSchema(schema.properties))) {
      const member = mergeParts(root, toSchema(described));
      const place = `${pointer}/${escapeToken(name)}`;
      const isRequired = required && demanded.has(name);
      members.push({ pointer: place, name, schema: member, required: isRequired, nullable: allows(member, "null") });
      if (depth < deepest) visit(member, place, isRequired, depth + 1);
    }
  };
  visit(whole, at, isDemanded, 0);
  return members;
}

/** What a schema says of a place in a value, by its members and items; undefined where it says nothing. */
export function schemaAt(root: Schema, pointer: string): Schema | undefined {
  let schema: Schema | undefined = mergeParts(root, root);
  for (const token of tokensOf(pointer)) {
    const { properties, items, additionalProperties } = schema;
    const below = toSchema(properties)[token] ?? (/^\d+$/.test(token) ? items : undefined) ?? additionalProperties;
    if (typeof below !== "object" || below === null) return undefined;
    schema = mergeParts(root, toSchema(below));
  }
  return schema;
}

/** A schema with what its `$ref`, its `allOf` and the first branch of its union say. Two that state a keyword: the nearer counts. */
export function mergeParts(root: Schema, given: Schema, depth = 0): Schema {
  if (depth > 20) return given;
  const { $ref, allOf, anyOf, oneOf, ...own } = given;
  const branches = [anyOf, oneOf].filter(Array.isArray) as unknown[][];
  const chosen = branches.map((list) => list.find((branch) => toSchema(branch).type !== "null") ?? list[0]);
  const isNullable = branches.some((list) => list.some((branch) => toSchema(branch).type === "null"));
  const parts = [referredBy(root, $ref), ...(Array.isArray(allOf) ? allOf : []), ...chosen];
  const merged: Record<string, unknown> = {};
  for (const part of parts) combine(merged, mergeParts(root, toSchema(part), depth + 1));
  combine(merged, own);
  if (isNullable && merged.type !== undefined) merged.type = [...new Set([merged.type, "null"].flat())];
  return merged;
}

/** What a `$ref` within the schema leads to; nothing for any other. */
function referredBy(root: Schema, $ref: unknown): unknown {
  return typeof $ref === "string" && $ref.startsWith("#") ? valueAt(root, tokensOfFragment($ref.slice(1))) : {};
}

function combine(into: Record<string, unknown>, part: Schema): void {
  for (const [name, value] of Object.entries(part)) {
    const before = into[name];
    if (name === "properties") into[name] = { ...toSchema(before), ...toSchema(value) };
    else if (name === "required" && Array.isArray(before) && Array.isArray(value)) into[name] = [...before, ...value];
    else into[name] = value;
  }
}

/** Whether a schema names a type, or by its values allows it. */
export function allows(schema: Schema, type: string): boolean {
  if (Array.isArray(schema.enum)) return schema.enum.some((value) => typeOf(value) === type);
  if ("const" in schema) return typeOf(schema.const) === type;
  return [schema.type].flat().includes(type);
}

/** The types that a schema names, in any branch of its unions as well. */
export function typesNamed(root: Schema, given: Schema, depth = 0): Set<unknown> {
  const { $ref, allOf, anyOf, oneOf, type } = given;
  if (depth > 20) return new Set();
  const parts = [referredBy(root, $ref), ...[allOf, anyOf, oneOf].filter(Array.isArray).flat()];
  const below = parts.flatMap((part) => [...typesNamed(root, toSchema(part), depth + 1)]);
  return new Set([...(type === undefined ? [] : [type].flat()), ...below]);
}

/** Whether any text will do, as far as its length does. */
export function isFreeText(schema: Schema): boolean {
  return allows(schema, "string") && ["format", "enum", "const"].every((keyword) => schema[keyword] === undefined);
}

export function toSchema(value: unknown): Schema {
  return isObject(value) ? value : {};
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
