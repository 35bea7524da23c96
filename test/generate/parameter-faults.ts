import type { ArrayFormat, Contract, Parameter, ParameterPlace } from "../../src/contract/contract.ts";
import type { Node } from "../../src/contract/documents.ts";
import { escapeToken } from "../../src/contract/json-pointer.ts";
import { parameterShape } from "../../src/contract/schema-shape.ts";
import type { Part } from "../../src/exchange.ts";
import { encodeQuery, encodeSegment } from "./encode.ts";
import { addCookie, type Draft } from "./exchange.ts";
import type { FaultKind } from "./faults.ts";
import { makeValue } from "./value.ts";

export const parameterFaults: Readonly<Record<string, FaultKind>> = {
  "missing query parameter": missingParameter("query"),
  "missing header": missingParameter("header"),
  "missing cookie": missingParameter("cookie"),
  "undocumented parameter": {
    room: () => true,
    plant: (draft) => {
      draft.query.push({ parameter: null, pieces: ["no_such_parameter=1"] });
      return { part: "request.query", pointer: "/no_such_parameter", rules: ["undocumented-parameter"] };
    },
  },
  "repeated parameter": {
    room: (contract) => parametersOf(contract, "query").some((parameter) => isScalar(contract, parameter)),
    plant: (draft, random) => {
      const scalars = draft.query.filter(
        ({ parameter, pieces }) =>
          parameter !== null && pieces.length === 1 && !isNested(parameter) && isScalar(draft.contract, parameter),
      );
      if (scalars.length === 0) return undefined;
      const entry = random.pick(scalars);
      entry.pieces.push(entry.pieces[0] as string);
      return { part: "request.query", pointer: pointerOf(entry.parameter as Parameter), rules: ["repeated"] };
    },
  },
  "deprecated parameter": {
    room: (contract) => parametersOf(contract).some(({ deprecated }) => deprecated),
    plant: (draft, random) => {
      const known = draft.operation.parameters.filter(
        (parameter) => parameter.deprecated && parameter.in === "query" && !isNested(parameter),
      );
      if (known.length === 0) return undefined;
      const parameter = random.pick(known);
      const maker = { contract: draft.contract, direction: "request" as const, random };
      const value = parameter.schema === null ? "text" : makeValue(maker, parameter.schema);
      if (typeof value === "object" || value === "") return undefined;
      replace(draft, parameter, [`${encodeURIComponent(parameter.name)}=${encodeURIComponent(String(value))}`]);
      return { part: "request.query", pointer: pointerOf(parameter), rules: ["deprecated"], severity: "note" };
    },
  },
  "wrong path parameter": wrongParameter("path"),
  "wrong query parameter": wrongParameter("query"),
  "wrong header": wrongParameter("header"),
  "wrong cookie": wrongParameter("cookie"),
  "plain value of a deepObject parameter": {
    room: (contract) => parametersOf(contract, "query").some(({ style }) => style === "deepObject"),
    plant: (draft, random) => {
      const known = draft.operation.parameters.filter(({ style }) => style === "deepObject");
      if (known.length === 0) return undefined;
      const parameter = random.pick(known);
      replace(draft, parameter, [`${encodeURIComponent(parameter.name)}=not-a-thing`]);
      return { part: "request.query", pointer: pointerOf(parameter), rules: ["undocumented-parameter"] };
    },
  },
  "undocumented member of a deepObject parameter": {
    room: (contract) => parametersOf(contract, "query").some((parameter) => isClosed(contract, parameter)),
    plant: (draft, random) => {
      const known = draft.operation.parameters.filter((parameter) => isClosed(draft.contract, parameter));
      if (known.length === 0) return undefined;
      const parameter = random.pick(known);
      replace(draft, parameter, [`${encodeURIComponent(parameter.name)}[no_such_member]=1`]);
      const pointer = `${pointerOf(parameter)}/no_such_member`;
      return { part: "request.query", pointer, rules: ["undocumented-parameter", "additionalProperties"] };
    },
  },
  "wrong member of a deepObject parameter": {
    room: (contract) =>
      parametersOf(contract, "query").some((parameter) => wrongMembers(contract, parameter).length > 0),
    plant: (draft, random) => {
      const wrong = draft.operation.parameters.flatMap((parameter) =>
        wrongMembers(draft.contract, parameter).map((found) => ({ parameter, ...found })),
      );
      if (wrong.length === 0) return undefined;
      const { parameter, member, text, rules } = random.pick(wrong);
      replace(draft, parameter, [`${encodeURIComponent(parameter.name)}[${member}]=${encodeURIComponent(text)}`]);
      return { part: "request.query", pointer: `${pointerOf(parameter)}/${escapeToken(member)}`, rules };
    },
  },
  "wrong item of an array parameter": {
    room: (contract) => parametersOf(contract, "query").some((parameter) => wrongItems(contract, parameter).length > 0),
    plant: (draft, random) => {
      const wrong = draft.operation.parameters.flatMap((parameter) =>
        wrongItems(draft.contract, parameter).map((found) => ({ parameter, ...found })),
      );
      if (wrong.length === 0) return undefined;
      const { parameter, text, rules } = random.pick(wrong);
      replace(draft, parameter, encodeQuery(parameter, [text], random));
      return { part: "request.query", pointer: `${pointerOf(parameter)}/0`, rules };
    },
  },
  "array in a spelling that is not documented": {
    room: (contract) => parametersOf(contract, "query").some((parameter) => otherSpelling(parameter) !== undefined),
    plant: (draft, random) => {
      const known = draft.operation.parameters.filter((parameter) => otherSpelling(parameter) !== undefined);
      if (known.length === 0) return undefined;
      const parameter = random.pick(known);
      const name = parameter.name + (otherSpelling(parameter) as string);
      replace(draft, parameter, [`${encodeURIComponent(name)}=1`]);
      return { part: "request.query", pointer: `/${escapeToken(name)}`, rules: ["undocumented-parameter"] };
    },
  },
};

function missingParameter(place: ParameterPlace): FaultKind {
  const due = (parameter: Parameter): boolean => parameter.required && parameter.in === place;
  return {
    room: (contract) => parametersOf(contract).some(due),
    plant: (draft, random) => {
      const required = draft.operation.parameters.filter(due);
      if (required.length === 0) return undefined;
      const parameter = random.pick(required);
      if (place === "header") delete draft.headers[parameter.name.toLowerCase()];
      if (place === "cookie") dropCookie(draft, parameter.name);
      draft.query = draft.query.filter((entry) => entry.parameter !== parameter);
      return { part: partOf(place), pointer: pointerOf(parameter), rules: ["required"] };
    },
  };
}

function wrongParameter(place: ParameterPlace): FaultKind {
  return {
    room: (contract) => parametersOf(contract, place).some((parameter) => wrongTexts(contract, parameter).length > 0),
    plant: (draft, random) => {
      const wrong = draft.operation.parameters
        .filter((parameter) => parameter.in === place)
        .flatMap((parameter) => wrongTexts(draft.contract, parameter).map((found) => ({ parameter, ...found })));
      if (wrong.length === 0) return undefined;
      const { parameter, text, rules } = random.pick(wrong);
      if (place === "path") draft.segments[parameter.name] = encodeSegment(parameter, text);
      else if (place === "header") draft.headers[parameter.name.toLowerCase()] = text;
      else if (place === "cookie") {
        dropCookie(draft, parameter.name);
        addCookie(draft, parameter.name, text);
      } else replace(draft, parameter, [`${encodeURIComponent(parameter.name)}=${encodeURIComponent(text)}`]);
      return { part: partOf(place), pointer: pointerOf(parameter), rules };
    },
  };
}

function dropCookie({ headers }: Draft, name: string): void {
  const others = [headers.cookie ?? []]
    .flat()
    .flatMap((line) => line.split("; "))
    .filter((pair) => !pair.startsWith(`${name}=`));
  if (others.length > 0) headers.cookie = others.join("; ");
  else delete headers.cookie;
}

function replace(draft: Draft, parameter: Parameter, pieces: string[]): void {
  draft.query = [...draft.query.filter((entry) => entry.parameter !== parameter), { parameter, pieces }];
}

function parametersOf({ operations }: Contract, place?: ParameterPlace): Parameter[] {
  return operations.flatMap(({ parameters }) =>
    parameters.filter((parameter) => place === undefined || parameter.in === place),
  );
}

function partOf(place: ParameterPlace): Part {
  return place === "path" ? "request.path" : place === "query" ? "request.query" : "request.headers";
}

function pointerOf({ name, in: place }: Parameter): string {
  return `${place === "cookie" ? "/cookie" : ""}/${escapeToken(place === "header" ? name.toLowerCase() : name)}`;
}

function isNested({ style, arrayFormats }: Parameter): boolean {
  return style === "deepObject" || arrayFormats.length > 0;
}

function isScalar(contract: Contract, parameter: Parameter): boolean {
  const { schema, explode } = parameter;
  const { request } = contract.checker.compilers;
  if (schema === null || request.accepts(schema, []) || request.accepts(schema, {})) return false;
  // A list that may not be empty, each item with the name.
  return !(explode && parameterShape(contract.checker.planner, parameter).types.has("array"));
}

/** A deepObject parameter that names its members, and allows no others. */
function isClosed(contract: Contract, { schema, style }: Parameter): boolean {
  if (schema === null || style !== "deepObject") return false;
  const plan = contract.checker.planner.plan([schema]);
  return plan.properties.size > 0 && !plan.open && plan.unions.length === 0;
}

/** What would be added to the name in a spelling that the contract does not list. */
function otherSpelling({ arrayFormats }: Parameter): string | undefined {
  const suffixes: [ArrayFormat, string][] = [
    ["brackets", "[]"],
    ["indices", "[0]"],
  ];
  if (arrayFormats.length === 0) return undefined;
  return suffixes.find(([format]) => !arrayFormats.includes(format))?.[1];
}

interface WrongText {
  text: string;
  rules: string[];
}

function wrongTexts(contract: Contract, { schema, style, deprecated }: Parameter): WrongText[] {
  return schema === null || deprecated || style === "deepObject" ? [] : textsRefusedBy(contract, schema);
}

function wrongMembers(
  contract: Contract,
  { schema, style, deprecated }: Parameter,
): (WrongText & { member: string })[] {
  if (schema === null || deprecated || style !== "deepObject") return [];
  return [...contract.checker.planner.plan([schema]).properties].flatMap(([member, schemas]) =>
    schemas.length > 1 ? [] : textsRefusedBy(contract, schemas[0] as Node).map((found) => ({ member, ...found })),
  );
}

function wrongItems(contract: Contract, { schema, in: place, deprecated }: Parameter): WrongText[] {
  if (schema === null || deprecated || place !== "query") return [];
  const { items, unions } = contract.checker.planner.plan([schema]);
  return unions.length > 0 || items.length !== 1 ? [] : textsRefusedBy(contract, items[0] as Node);
}

/** Texts that a schema refuses, each with the keyword that ajv refuses it by. */
function textsRefusedBy(contract: Contract, schema: Node): WrongText[] {
  const { request } = contract.checker.compilers;
  const plan = contract.checker.planner.plan([schema]);
  if (plan.unions.length > 0 || plan.items.length > 0 || plan.properties.size > 0) return [];
  return ["not-a-thing", "2020-02-30T00:00:00Z", "-999999999", "y".repeat(3000)].flatMap((text) => {
    const error = request.firstError(schema, text);
    if (error === undefined) return [];
    const asNumber = /^-?\d+$/.test(text) ? request.firstError(schema, Number(text)) : error;
    return asNumber === undefined ? [] : [{ text, rules: [error.keyword, asNumber.keyword] }];
  });
}
