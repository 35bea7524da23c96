import { checkValue } from "../contract/check-value.ts";
import type { Contract, Operation, RequestBody } from "../contract/contract.ts";
import type { Node } from "../contract/documents.ts";
import { escapeToken, lastTokenOf } from "../contract/json-pointer.ts";
import { isJson } from "../contract/media-type.ts";
import { chosenPlan } from "./chosen-plan.ts";
import { toNameKey } from "./known-values.ts";
import type { Route } from "./trace.ts";

/** A place of a request that a contract describes. */
export interface RequestPlace extends Route {
  name: string;
  deprecated: boolean;
  schemas: readonly Node[];
}

const deepest = 5;

const known = new WeakMap<Operation, RequestPlace[]>();

/** The members of an operation's path, query and body, at whatever depth outside of lists; of a list the items as "/0". */
export function requestPlaces(contract: Contract, operation: Operation): readonly RequestPlace[] {
  const places = known.get(operation) ?? findPlaces(contract, operation);
  known.set(operation, places);
  return places;
}

/** The place that a way leads to; undefined where the contract describes none there. */
export function placeAt(contract: Contract, operation: Operation, { part, pointer }: Route): RequestPlace | undefined {
  return requestPlaces(contract, operation).find((one) => one.part === part && one.pointer === pointer);
}

/** Whether a value may stand at a place; of one that the contract does not describe it says nothing against any. */
export function mayStandAt({ checker }: Contract, place: RequestPlace | undefined, value: unknown): boolean {
  return (place?.schemas ?? []).every((schema) => checkValue(checker, schema, value, "request").length === 0);
}

/**
 * The one place that has the name of a member of an input, or else has it in brackets as "filter[updated_after]" has;
 * undefined where there is none, or several have.
 */
export function placeNamed(contract: Contract, operation: Operation, pointer: string): RequestPlace | undefined {
  const key = toNameKey(lastTokenOf(pointer));
  const places = requestPlaces(contract, operation).filter(({ deprecated }) => !deprecated);
  const named = places.filter(({ name }) => toNameKey(name) === key);
  const [place, ...others] = named.length > 0 ? named : places.filter(({ name }) => inBrackets(name) === key);
  return others.length > 0 ? undefined : place;
}

function inBrackets(name: string): string | undefined {
  // Which members of a record are to be answered, and in what order, says nothing of those that have the name.
  const [, inner] = /^(?!fields|sort|include|page)[^[]*\[([^[\]]+)\]$/.exec(name) ?? [];
  return inner === undefined ? undefined : toNameKey(inner);
}

function findPlaces({ checker }: Contract, { parameters, requestBody }: Operation): RequestPlace[] {
  const places: RequestPlace[] = [];
  for (const { in: place, name, schema, style, deprecated } of parameters)
    if (place === "path" || place === "query") {
      const { schemas, properties } = chosenPlan(checker, schema ? [schema] : []);
      const all: [string, readonly Node[]][] = [[name, schemas]];
      if (style === "deepObject")
        for (const [below, member] of properties) all.push([`${name}[${below}]`, chosenPlan(checker, member).schemas]);
      for (const [called, of] of all)
        places.push({
          part: `request.${place}`,
          pointer: `/${escapeToken(called)}`,
          name: called,
          deprecated,
          schemas: of,
        });
    }
  const visit = (given: readonly Node[], pointer: string, name: string, depth: number): void => {
    if (given.length === 0 || depth > deepest) return;
    const { schemas, properties, items, flags } = chosenPlan(checker, given);
    const deprecated = flags.deprecated !== undefined;
    if (pointer !== "") places.push({ part: "request.body", pointer, name, deprecated, schemas });
    for (const [below, member] of properties) visit(member, `${pointer}/${escapeToken(below)}`, below, depth + 1);
    visit(items, `${pointer}/0`, "0", depth + 1);
  };
  const body = jsonBody(requestBody);
  visit(body ? [body] : [], "", "", 0);
  return places;
}

function jsonBody(requestBody: RequestBody | null): Node | null | undefined {
  return requestBody?.content.find(({ type }) => isJson(type))?.schema;
}
