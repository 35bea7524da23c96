/** From texts to typed values, as far as a schema says what they are. How a request writes them is no matter here. */

export type ValueType = "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";

/** What a text may decode to. */
export interface ValueShape {
  /** Empty: the schema does not say, and a text stays a string. */
  readonly types: ReadonlySet<ValueType>;
  /** The properties that the schema of an object names. */
  readonly properties: readonly string[];
  /** An object is documented to have other properties too. */
  readonly open: boolean;
  /** The shape of an array's items. */
  items(): ValueShape;
  /** The shape of an object's property, named or not. */
  property(name: string): ValueShape;
}

/** Is told what is wrong inside a value; `path` leads from the value to the place. */
export type Report = (
  rule: "repeated" | "malformed-parameter",
  path: readonly string[],
  actual: unknown,
  detail: string,
) => void;

/** The text as the shape types it; a text that fits no type stays, so that the schema's own check reports it. */
export function readText(text: string, shape: ValueShape): unknown {
  const value = fitText(text, shape);
  return value === undefined ? text : value;
}

/** The text as a scalar of the shape, or undefined when it fits none. */
export function fitText(text: string, { types }: ValueShape): string | number | boolean | null | undefined {
  if (types.size === 0 || types.has("string")) return text;
  if (types.has("null") && text === "null") return null;
  if (types.has("boolean") && (text === "true" || text === "false")) return text === "true";
  if (types.has("number")) return toNumber(text);
  if (types.has("integer")) return toInteger(text);
  return undefined;
}

/** Reads the texts given under one name; only an array may have several. */
export function readRepeated(texts: string[], shape: ValueShape, report: Report, path: string[] = []): unknown {
  const scalar = texts.length === 1 && texts[0] !== undefined ? fitText(texts[0], shape) : undefined;
  if (scalar !== undefined) return scalar;
  if (shape.types.has("array") || (shape.types.size === 0 && texts.length > 1)) {
    const items = shape.items();
    return texts.map((text) => readText(text, items));
  }
  const values = texts.map((text) => readText(text, shape));
  return firstOf(values, report, path);
}

/** The first of the values given for one place; more than one is reported. */
export function firstOf<Value>(
  values: readonly Value[],
  report: Report,
  path: readonly string[] = [],
): Value | undefined {
  if (values.length > 1) report("repeated", path, values, `the value is given ${values.length} times`);
  return values[0];
}

/** Texts by the keys that lead to them. */
export interface TextTree {
  texts: string[];
  members: Map<string, TextTree> | null;
  /** What stands under an empty key. */
  appended: TextTree[] | null;
}

export function createTree(): TextTree {
  return { texts: [], members: null, appended: null };
}

export function addText(tree: TextTree, keys: readonly string[], text: string): void {
  let node = tree;
  for (const key of keys) node = descend(node, key);
  node.texts.push(text);
}

function descend(node: TextTree, key: string): TextTree {
  const known = key === "" ? undefined : node.members?.get(key);
  if (known !== undefined) return known;
  const child = createTree();
  if (key === "") {
    node.appended ??= [];
    node.appended.push(child);
  } else {
    node.members ??= new Map();
    node.members.set(key, child);
  }
  return child;
}

/** Reads a scalar, array or object; undefined when the tree is neither, which is reported. */
export function readTree(tree: TextTree, shape: ValueShape, report: Report, path: string[] = []): unknown {
  const { texts, members, appended } = tree;
  if (members === null && appended === null) return readRepeated(texts, shape, report, path);
  const mayBeArray = appended !== null || shape.types.has("array");
  if (mayBeArray && everyKeyIsIndex(members)) return readItems(tree, shape, report, path);
  if (members === null || appended !== null || texts.length > 0) {
    report("malformed-parameter", path, undefined, "members stand beside a value or items");
    return undefined;
  }
  const object = {};
  for (const [name, member] of members) {
    setMember(object, name, readTree(member, shape.property(name), report, [...path, name]));
  }
  return object;
}

/** Reads an array: first what has an index, then what has none. */
export function readItems(tree: TextTree, shape: ValueShape, report: Report, path: string[] = []): unknown[] {
  const items = shape.items();
  const byIndex = [...(tree.members ?? [])].sort(([left], [right]) => compareIndices(left, right));
  const nodes = [...byIndex.map(([, node]) => node), ...(tree.appended ?? [])];
  const values = nodes.map((node, index) => readTree(node, items, report, [...path, String(index)]));
  return [...values, ...tree.texts.map((text) => readText(text, items))].filter((value) => value !== undefined);
}

function everyKeyIsIndex(members: TextTree["members"]): boolean {
  return [...(members?.keys() ?? [])].every((key) => /^(?:0|[1-9]\d*)$/.test(key));
}

function compareIndices(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : 1);
}

/** Note: a plain assignment to `__proto__` would change the prototype. */
function setMember(object: object, name: string, value: unknown): void {
  if (value === undefined) return;
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const jsonInteger = /^-?(?:0|[1-9]\d*)$/;

function toNumber(text: string): number | undefined {
  const value = jsonNumber.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? withoutNegativeZero(value) : undefined;
}

/** Note: an integer that a double cannot hold does not fit; rounded, it would name another record. */
function toInteger(text: string): number | undefined {
  const value = jsonInteger.test(text) ? Number(text) : Number.NaN;
  const exact = Number.isSafeInteger(value) || (Number.isFinite(value) && BigInt(value) === BigInt(text));
  return exact ? withoutNegativeZero(value) : undefined;
}

function withoutNegativeZero(value: number): number {
  return value === 0 ? 0 : value;
}
