import type { Direction } from "../../src/contract/compile.ts";
import type { Contract, MediaType, Parameter } from "../../src/contract/contract.ts";
import { escapeToken, isObject, type Node } from "../../src/contract/documents.ts";
import type { Plan } from "../../src/contract/plan.ts";
import type { ObservedExchange, Part } from "../../src/exchange.ts";
import { type Draft, finish } from "./exchange.ts";
import type { Random } from "./random.ts";

/** One fault in an exchange that is otherwise right, and where it has to be found. */
export interface Planted {
  exchange: ObservedExchange;
  name: string;
  part: Part;
  pointer: string;
  /** What the finding may be called: a place with several alternatives can be told by any of them. */
  rules: readonly string[];
}

type Plant = (draft: Draft, random: Random) => Omit<Planted, "exchange" | "name"> | undefined;

/** Plants one fault of some kind; undefined when the draft gives no room for any. */
export function plantFault(draft: Draft, random: Random): Planted | undefined {
  const names = Object.keys(plants);
  for (let attempt = 0; attempt < 30; attempt++) {
    const name = random.pick(names);
    const place = (plants[name] as Plant)(draft, random);
    if (place !== undefined) return { name, ...place, exchange: override(draft, finish(draft)) };
  }
  return undefined;
}

/** A body text that is no serialisation of a value. */
const rawBodies = new WeakMap<Draft, string>();
const paths = new WeakMap<Draft, (url: string) => string>();

function override(draft: Draft, exchange: ObservedExchange): ObservedExchange {
  const raw = rawBodies.get(draft);
  if (raw !== undefined) exchange.request.body = raw;
  exchange.request.url = paths.get(draft)?.(exchange.request.url) ?? exchange.request.url;
  return exchange;
}

const plants: Readonly<Record<string, Plant>> = {
  "missing credential": (draft) => {
    const name = Object.keys(draft.headers).find(
      (header) => header === "authorization" || header === "x-session-token",
    );
    if (name === undefined) return undefined;
    delete draft.headers[name];
    const scheme = draft.contract.securitySchemes[draft.operation.security[0]?.[0] ?? ""];
    return {
      part: "request.headers",
      pointer: `/${scheme?.parameter?.name.toLowerCase() ?? "authorization"}`,
      rules: ["authentication"],
    };
  },
  "malformed credential": (draft, random) => {
    if (draft.headers["authorization"] === undefined) return undefined;
    draft.headers["authorization"] = random.pick([
      "some-key",
      "Digest abc",
      "Bearer",
      "Basic",
      "Basic !!!",
      "Token some-key",
    ]);
    return { part: "request.headers", pointer: "/authorization", rules: ["authentication"] };
  },
  "unknown path": (draft) => {
    paths.set(draft, (url) => url.replace(/(\?.*)?$/, "/no/such/thing/at/all$1"));
    return { part: "request.path", pointer: "", rules: ["operation"] };
  },
  "undocumented method": (draft) => {
    draft.method = "TRACE";
    return { part: "request.path", pointer: "", rules: ["method"] };
  },
  "missing parameter": (draft, random) => {
    const required = draft.operation.parameters.filter((parameter) => parameter.required && parameter.in !== "path");
    if (required.length === 0) return undefined;
    const parameter = random.pick(required);
    if (parameter.in === "header") delete draft.headers[parameter.name.toLowerCase()];
    draft.query = draft.query.filter((entry) => entry.parameter !== parameter);
    return {
      part: parameter.in === "header" ? "request.headers" : "request.query",
      pointer: pointerOf(parameter),
      rules: ["required"],
    };
  },
  "undocumented parameter": (draft) => {
    draft.query.push({ parameter: null, pieces: ["no_such_parameter=1"] });
    return { part: "request.query", pointer: "/no_such_parameter", rules: ["undocumented-parameter"] };
  },
  "repeated parameter": (draft, random) => {
    const scalars = draft.query.filter(
      ({ parameter, pieces }) =>
        parameter !== null &&
        pieces.length === 1 &&
        !/\[|%5B/.test(pieces[0] as string) &&
        isScalar(draft.contract, parameter),
    );
    if (scalars.length === 0) return undefined;
    const entry = random.pick(scalars);
    entry.pieces.push(entry.pieces[0] as string);
    return { part: "request.query", pointer: pointerOf(entry.parameter as Parameter), rules: ["repeated"] };
  },
  "wrong parameter": (draft, random) => {
    const known = draft.operation.parameters.filter(
      ({ schema, in: place }) => schema !== null && place !== "cookie" && place !== "header",
    );
    const wrong = known.flatMap((parameter) =>
      wrongTexts(draft.contract, parameter).map((found) => ({ parameter, ...found })),
    );
    if (wrong.length === 0) return undefined;
    const { parameter, text, rules } = random.pick(wrong);
    if (parameter.in === "path") draft.segments[parameter.name] = encodeURIComponent(text);
    else {
      draft.query = draft.query.filter((entry) => entry.parameter !== parameter);
      draft.query.push({ parameter, pieces: [`${encodeURIComponent(parameter.name)}=${encodeURIComponent(text)}`] });
    }
    return { part: parameter.in === "path" ? "request.path" : "request.query", pointer: pointerOf(parameter), rules };
  },
  "wrong content type": (draft, random) => {
    if (draft.requestType === null) return undefined;
    draft.headers["content-type"] = random.pick([
      "text/plain",
      "application/xml",
      "multipart/form-data; boundary=x",
      "nonsense",
    ]);
    return { part: "request.headers", pointer: "/content-type", rules: ["content-type"] };
  },
  "missing content type": (draft) => {
    if (draft.requestType === null) return undefined;
    delete draft.headers["content-type"];
    return { part: "request.headers", pointer: "/content-type", rules: ["content-type"] };
  },
  "malformed body": (draft, random) => {
    if (draft.requestType === null) return undefined;
    rawBodies.set(draft, random.pick(["{", '{"a":1,}', "{'a': 1}", "[1,2", '{"a":tru}', "\u0000", "undefined"]));
    return { part: "request.body", pointer: "", rules: ["malformed-body"] };
  },
  "missing body": (draft) => {
    if (draft.requestType === null || draft.operation.requestBody?.required !== true) return undefined;
    draft.requestBody = undefined;
    return { part: "request.body", pointer: "", rules: ["required"] };
  },
  "wrong request body": (draft, random) => plantInBody(draft, "request", draft.requestType, random),
  "undocumented status": (draft) => {
    if (draft.operation.responses.some(({ status }) => status === "default" || status === "4XX")) return undefined;
    draft.status = 418;
    return { part: "response.status", pointer: "", rules: ["status"] };
  },
  "wrong response type": (draft) => {
    if (draft.responseType === null) return undefined;
    draft.responseHeaders["content-type"] = "text/csv";
    return { part: "response.headers", pointer: "/content-type", rules: ["content-type"] };
  },
  "missing response header": (draft, random) => {
    const required = draft.response.headers.filter((header) => header.required);
    if (required.length === 0) return undefined;
    const { name } = random.pick(required);
    delete draft.responseHeaders[name];
    return { part: "response.headers", pointer: `/${name}`, rules: ["response-header"] };
  },
  "wrong response body": (draft, random) => plantInBody(draft, "response", draft.responseType, random),
};

function pointerOf({ name, in: place }: Parameter): string {
  return `/${escapeToken(place === "header" ? name.toLowerCase() : name)}`;
}

function isScalar(contract: Contract, { schema }: Parameter): boolean {
  return (
    schema !== null &&
    !contract.checker.compilers.request.accepts(schema, []) &&
    !contract.checker.compilers.request.accepts(schema, {})
  );
}

/** Texts that a parameter's schema refuses, each with the keyword that ajv refuses it by. */
function wrongTexts(contract: Contract, parameter: Parameter): { text: string; rules: string[] }[] {
  const { request } = contract.checker.compilers;
  const plan = contract.checker.planner.plan([parameter.schema as Node]);
  if (plan.unions.length > 0 || plan.items.length > 0 || plan.properties.size > 0) return [];
  return ["not-a-thing", "2020-02-30T00:00:00Z", "-999999999", "y".repeat(3000)].flatMap((text) => {
    const error = request.firstError(parameter.schema as Node, text);
    if (error === undefined) return [];
    const asNumber = /^-?\d+$/.test(text) ? request.firstError(parameter.schema as Node, Number(text)) : error;
    return asNumber === undefined ? [] : [{ text, rules: [error.keyword, asNumber.keyword] }];
  });
}

/** A place in a body, with what may be done to it. */
interface Site {
  pointer: string;
  rules: string[];
  plant(): void;
}

function plantInBody(
  draft: Draft,
  direction: Direction,
  mediaType: MediaType | null,
  random: Random,
): ReturnType<Plant> {
  if (mediaType?.schema == null) return undefined;
  const body = structuredClone(direction === "request" ? draft.requestBody : draft.responseBody);
  const sites = [...sitesOf(draft.contract, direction, [mediaType.schema], body, "", () => {})];
  if (sites.length === 0) return undefined;
  const site = random.pick(sites);
  site.plant();
  // The change has to be a fault by ajv's word, or by the contract's closed requests, not by our own.
  const undocumented = site.rules.includes("undocumented-property") || site.rules.includes("read-only");
  if (!undocumented && draft.contract.checker.compilers[direction].accepts(mediaType.schema, body)) return undefined;
  if (direction === "request") draft.requestBody = body;
  else draft.responseBody = body;
  return { part: `${direction}.body`, pointer: site.pointer, rules: site.rules };
}

function* sitesOf(
  contract: Contract,
  direction: Direction,
  schemas: readonly Node[],
  value: unknown,
  pointer: string,
  set: (value: unknown) => void,
): Generator<Site> {
  const plan = contract.checker.planner.plan(schemas);
  const inUnion = plan.unions.length > 0 || plan.conditions.length > 0;
  if (pointer !== "" && !inUnion) yield* scalarSites(plan, pointer, set);
  if (inUnion) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* sitesOf(contract, direction, plan.items, item, `${pointer}/${index}`, (next) => {
        value[index] = next;
      });
  } else if (isObject(value)) {
    yield* memberSites(contract, direction, plan, value, pointer);
    for (const [name, member] of plan.properties) {
      if (!Object.hasOwn(value, name)) continue;
      yield* sitesOf(contract, direction, member, value[name], `${pointer}/${escapeToken(name)}`, (next) => {
        value[name] = next;
      });
    }
  }
}

function* scalarSites(plan: Plan, pointer: string, set: (value: unknown) => void): Generator<Site> {
  const types = new Set(plan.schemas.flatMap(({ value }) => (value as { type?: string | string[] }).type ?? []));
  const site = (rules: string[], value: unknown): Site => ({ pointer, rules, plant: () => set(value) });
  if (types.size > 0) {
    const wrong = {
      string: { a: 1 },
      number: "12",
      integer: "12",
      boolean: "true",
      object: "text",
      array: "text",
      null: 0,
    }[[...types][0] as string];
    const kind = Array.isArray(wrong) ? "array" : typeof wrong;
    if (!types.has(kind)) yield site(["type"], wrong);
    if (!types.has("null")) yield site(["type"], null);
  }
  for (const { value } of plan.schemas) {
    const {
      enum: values,
      format,
      maxLength,
      minLength,
      pattern,
      maximum,
      minimum,
      const: only,
    } = value as Record<string, unknown>;
    if (Array.isArray(values)) yield site(["enum", "type"], types.has("integer") ? 987654 : "no-such-value");
    if (only !== undefined) yield site(["const", "type"], types.has("boolean") ? !only : "no-such-value");
    if (typeof format === "string" && types.has("string")) yield site(["format", "pattern"], "no such format");
    if (typeof maxLength === "number") yield site(["maxLength", "format"], "x".repeat(maxLength + 1));
    if (typeof minLength === "number" && minLength > 0) yield site(["minLength", "format"], "");
    if (typeof pattern === "string") yield site(["pattern", "format"], "\u0007");
    if (typeof maximum === "number") yield site(["maximum"], maximum + 1);
    if (typeof minimum === "number") yield site(["minimum"], minimum - 1);
  }
}

function* memberSites(
  contract: Contract,
  direction: Direction,
  plan: Plan,
  value: Record<string, unknown>,
  pointer: string,
): Generator<Site> {
  const required = new Set(
    plan.schemas.flatMap(({ value: schema }) => (schema as { required?: string[] }).required ?? []),
  );
  for (const name of required) {
    if (Object.hasOwn(value, name))
      yield {
        pointer: `${pointer}/${escapeToken(name)}`,
        rules: ["required"],
        plant: () => {
          delete value[name];
        },
      };
  }
  const closed = plan.properties.size > 0 && !plan.open;
  if (closed)
    yield {
      pointer: `${pointer}/noSuchProperty`,
      rules: ["undocumented-property", "additionalProperties"],
      plant: () => {
        value["noSuchProperty"] = 1;
      },
    };
  for (const [name, schemas] of direction === "request" ? plan.properties : []) {
    if (contract.checker.planner.plan(schemas).flags.readOnly === undefined) continue;
    yield {
      pointer: `${pointer}/${escapeToken(name)}`,
      rules: ["read-only"],
      plant: () => {
        value[name] = null;
      },
    };
  }
}
