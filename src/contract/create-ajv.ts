import { Ajv2020, type Options } from "ajv/dist/2020.js";
import { compilePattern } from "./compile.ts";
import type { ContractDocuments } from "./documents.ts";
import { formats } from "./formats.ts";
import { hasNoRepeatedItem } from "./unique-items.ts";

/** ajv as the schemas of these documents need it: what only few contracts ask for costs the others nothing. */
export function createAjv(documents: ContractDocuments, options: Options = {}): Ajv2020 {
  const words = wordsOf(documents);
  const ajv = new Ajv2020({
    // Unknown keywords, formats and patterns have been refused by then, with file and line (verify-schemas.ts).
    strict: false,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    formats,
    logger: false,
    // A member that only the prototype has is not there.
    ownProperties: [...words].some((word) => word in {}),
    // 19.99 is a multiple of 0.01, though not in binary.
    multipleOfPrecision: 8,
    // ajv 8.20, when it stops at the first error, passes over what stands beside prefixItems for a shorter list.
    allErrors: words.has("prefixItems"),
    // The engine makes the code as quick without ajv's own pass over it, which is a third of what compiling takes.
    code: { regExp: Object.assign(compilePattern, { code: "" }), optimize: false },
    ...options,
  });
  // Keeping track of what has been evaluated takes time, and ajv 8.20 crashes over it on some schemas.
  ajv.opts.unevaluated = words.has("unevaluatedProperties") || words.has("unevaluatedItems");
  // ajv's own compares every item with every other.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    compile: (unique: boolean) => (items: unknown[]) => !unique || hasNoRepeatedItem(items),
    errors: false,
  });
  return ajv;
}

const wordsByDocuments = new WeakMap<ContractDocuments, ReadonlySet<string>>();

function wordsOf(documents: ContractDocuments): ReadonlySet<string> {
  const known = wordsByDocuments.get(documents);
  if (known !== undefined) return known;
  const words = new Set<string>();
  for (const { value } of documents.files.values()) collectWords(value, words);
  wordsByDocuments.set(documents, words);
  return words;
}

/** The names of all members, and of those that lists demand. */
function collectWords(value: unknown, words: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === "string") words.add(item);
      else collectWords(item, words);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      words.add(name);
      collectWords(member, words);
    }
  }
}
