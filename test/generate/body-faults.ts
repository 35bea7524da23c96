import type { Direction } from "../../src/contract/compile.ts";
import type { Contract, MediaType } from "../../src/contract/contract.ts";
import type { Node } from "../../src/contract/documents.ts";
import type { Draft } from "./exchange.ts";
import type { FaultKind, Place } from "./faults.ts";
import { keywordsInUse } from "./keywords-in-use.ts";
import type { Random } from "./random.ts";
import { type Site, sitesOf } from "./sites.ts";

/** What can be wrong at one place of a body, with the keyword of the contract that it takes. */
const mistakes: Readonly<Record<Site["mistake"], string>> = {
  "wrong type": "type",
  "null where none may stand": "type",
  "value outside the enumeration": "enum",
  "wrong constant": "const",
  "wrong format": "format",
  "too long text": "maxLength",
  "too short text": "minLength",
  "text outside the pattern": "pattern",
  "too large number": "maximum",
  "too small number": "minimum",
  "too many items": "maxItems",
  "too few items": "minItems",
  "repeated item": "uniqueItems",
  "missing member": "required",
  "undocumented member": "closed",
  "read-only member": "readOnly",
  "write-only member": "writeOnly",
  "deprecated member": "deprecated",
  "number off the step": "multipleOf",
  "excluded bound": "exclusiveMinimum",
  "excluded value": "not",
  "no item of the needed kind": "contains",
  "too few members": "minProperties",
  "missing dependent member": "dependentRequired",
  "name that no member may have": "propertyNames",
  "unknown discriminator": "discriminator",
};

/** Mistakes that are told in one direction only. */
const directions: Partial<Record<Site["mistake"], Direction>> = {
  "read-only member": "request",
  "deprecated member": "request",
  "write-only member": "response",
};

export const bodyFaults: Readonly<Record<string, FaultKind>> = Object.fromEntries(
  (["request", "response"] as const).flatMap((direction) =>
    (Object.keys(mistakes) as Site["mistake"][])
      .filter((mistake) => (directions[mistake] ?? direction) === direction)
      .map((mistake) => [
        `${mistake} in a ${direction} body`,
        {
          room: (contract: Contract) => keywordsInUse(contract, direction).has(mistakes[mistake]),
          plant: (draft: Draft, random: Random) => plantInBody(draft, direction, mistake, random),
        },
      ]),
  ),
);

/** Faults that ajv knows nothing of: the contract's closed requests and the directions of its members. */
const ours: readonly Site["mistake"][] = [
  "undocumented member",
  "read-only member",
  "write-only member",
  "deprecated member",
];

interface OpenBody {
  body: unknown;
  sites: readonly Site[];
}

/** A copy of a draft's body with all that can be done to it: many kinds are tried on one draft. */
const opened: Record<Direction, WeakMap<Draft, OpenBody>> = { request: new WeakMap(), response: new WeakMap() };

function openBody(draft: Draft, direction: Direction, schema: Node): OpenBody {
  const known = opened[direction].get(draft);
  if (known !== undefined) return known;
  const body = structuredClone(direction === "request" ? draft.requestBody : draft.responseBody);
  const open = { body, sites: [...sitesOf(draft.contract, direction, [schema], body)] };
  opened[direction].set(draft, open);
  return open;
}

function plantInBody(draft: Draft, direction: Direction, mistake: Site["mistake"], random: Random): Place | undefined {
  const mediaType: MediaType | null = direction === "request" ? draft.requestType : draft.responseType;
  if (mediaType?.schema == null) return undefined;
  const open = openBody(draft, direction, mediaType.schema);
  const sites = open.sites.filter((site) => site.mistake === mistake);
  if (sites.length === 0) return undefined;
  const { body } = open;
  const { pointer, rules, plant } = random.pick(sites);
  plant();
  opened[direction].delete(draft);
  // The change has to be a fault by ajv's word, not by ours: schemas that hold together may still allow it.
  const { compilers } = draft.contract.checker;
  if (!ours.includes(mistake) && compilers[direction].accepts(mediaType.schema, body)) return undefined;
  if (direction === "request") draft.requestBody = body;
  else draft.responseBody = body;
  // Responses are open, unless the contract closes them in so many words.
  const advice =
    mistake === "deprecated member" || (direction === "response" && rules.includes("undocumented-property"));
  return { part: `${direction}.body`, pointer, rules, ...(advice ? { severity: "note" } : {}) };
}
