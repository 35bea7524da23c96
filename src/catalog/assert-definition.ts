import type { Contract } from "../contract/contract.ts";
import { isObject } from "../contract/is-object.ts";
import { compileJsonSchema } from "../contract/json-schema.ts";
import { didYouMean } from "../contract/near-miss.ts";
import type { ProviderDefinition, RateLimit, Refusals } from "../define.ts";
import { StandinError } from "../errors.ts";

type Fail = (message: string) => StandinError;

/** Holds the definition of a mock, whose folder is `mock`, against its contract. Throws a StandinError that says what to change. */
export function assertDefinition(contract: Contract, definition: unknown, mock: string): ProviderDefinition<unknown> {
  const { provider } = contract;
  const fail: Fail = (message) => new StandinError("MOCK_INVALID", `[${provider}] ${mock} ${message}`);
  if (!isObject(definition)) throw fail("has no default export. Write: export default defineProvider({ … }).");
  const odd = unknownName(definition, members);
  if (odd !== undefined) throw fail(`defines "${odd.name}", which is no member of a provider.${odd.hint}`);
  for (const member of ["scenarios", "refusals", "operations"]) {
    if (!isObject(definition[member])) throw fail(`defines no "${member}". It is an object of defineProvider({ … }).`);
  }
  const { scenarios, refusals, operations, notModelled, credentials, fixtures, limits, records, counters } = definition;
  assertScenarios(scenarios as Record<string, unknown>, fail);
  assertRefusals(refusals as Record<string, unknown>, fail);
  if (credentials !== undefined && !isRecordOfTexts(credentials))
    throw fail('has "credentials" that are no object of credentials with a text each.');
  if (fixtures !== undefined && !(Array.isArray(fixtures) && fixtures.every(isFixture)))
    throw fail('has "fixtures" that are no list of { kind, value, description }, each a text.');
  if (limits !== undefined && !(isObject(limits) && Object.values(limits).every(isLimit)))
    throw fail(
      'has "limits" that are no object of quotas, each { requests, window } such as { requests: 10, window: "1s" }.',
    );
  assertLimitedScenarios(limits ?? {}, scenarios as Record<string, unknown>, fail);
  if (notModelled !== undefined && !isObject(notModelled))
    throw fail('has a "notModelled" that is no object with a reason for each operation.');
  assertOperations(contract, operations as Record<string, unknown>, notModelled ?? {}, fail);
  if (records !== undefined) assertRecords(operations as Record<string, unknown>, records, fail);
  if (counters !== undefined && !(isObject(counters) && Object.values(counters).every(Number.isSafeInteger)))
    throw fail('has "counters" that are no object of whole numbers, each the least that the one of its name may be.');
  return definition as unknown as ProviderDefinition<unknown>;
}

/** In an object, so that one that is added to the type is missed here. */
const members = Object.keys({
  scenarios: true,
  credentials: true,
  fixtures: true,
  refusals: true,
  operations: true,
  limits: true,
  records: true,
  counters: true,
  notModelled: true,
} satisfies Record<keyof ProviderDefinition<unknown>, true>);

function assertScenarios(scenarios: Record<string, unknown>, fail: Fail): void {
  if (scenarios.documented === undefined)
    throw fail('has no scenario "documented". It holds the example of the reference page and is the default.');
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (typeof scenario !== "function")
      throw fail(
        `has a scenario "${name}" that is ${kindOf(scenario)}. A scenario is a function that answers a state.`,
      );
  }
}

/** Those that a mock cannot do without are true. */
const refusalsDue: Readonly<Record<string, boolean>> = {
  unauthenticated: true,
  guard: false,
  invalid: true,
  unknownRoute: false,
  wrongMethod: false,
} satisfies Record<keyof Refusals<unknown>, boolean>;

function assertRefusals(refusals: Record<string, unknown>, fail: Fail): void {
  const odd = unknownName(refusals, Object.keys(refusalsDue));
  if (odd !== undefined) throw fail(`has a refusal "${odd.name}", which nobody asks for.${odd.hint}`);
  for (const [name, due] of Object.entries(refusalsDue)) {
    const refusal = refusals[name];
    if (typeof refusal === "function") continue;
    if (refusal !== undefined)
      throw fail(`has a refusal "${name}" that is ${kindOf(refusal)}. It is a function that answers a reply.`);
    if (due) throw fail(`has no refusal "${name}". It is a function that answers a reply.`);
  }
}

/** Every operation of the contract has a handler or a reason, and none has both. */
function assertOperations(
  contract: Contract,
  operations: Record<string, unknown>,
  notModelled: Record<string, unknown>,
  fail: Fail,
): void {
  const known = contract.operations.map(({ id }) => id);
  const list = `Its operations are: ${known.join(", ")}.`;
  for (const [id, handler] of Object.entries(operations)) {
    if (!known.includes(id))
      throw fail(`handles "${id}", which the contract does not define.${didYouMean(id, known)} ${list}`);
    if (typeof handler !== "function") throw fail(`handles "${id}" with ${kindOf(handler)}. A handler is a function.`);
    if (Object.hasOwn(notModelled, id))
      throw fail(`handles "${id}" and also lists it as not modelled. Remove one of the two.`);
  }
  for (const [id, reason] of Object.entries(notModelled)) {
    if (!known.includes(id))
      throw fail(`lists "${id}" as not modelled, which the contract does not define.${didYouMean(id, known)} ${list}`);
    if (typeof reason !== "string" || reason.trim() === "")
      throw fail(`lists "${id}" as not modelled without a reason. It is a text.`);
  }
  const missing = known.filter((id) => !Object.hasOwn(operations, id) && !Object.hasOwn(notModelled, id));
  if (missing.length > 0) {
    const names = missing.map((id) => `"${id}"`).join(", ");
    throw fail(`handles no ${names}. Add a handler, or name it in notModelled with the reason.`);
  }
}

/** Every collection of records is shown by an operation that has a handler, or has a reason. */
function assertRecords(operations: Record<string, unknown>, records: unknown, fail: Fail): void {
  const form =
    "It is { operation, key?(record), schema?, request(key, record, state) }, { answer(key, record) } for answers that were kept, or the reason why no operation shows them, alone or as { hidden, key?(record), schema? }.";
  if (!isObject(records))
    throw fail(`has "records" that are ${kindOf(records)}. They are an object by the state's Maps.`);
  for (const [name, view] of Object.entries(records)) {
    if (isReason(view)) continue;
    if (isObject(view) && typeof view.answer === "function" && Object.keys(view).length === 1) continue;
    const { operation, request, hidden, key, schema, ...others } = isObject(view) ? view : {};
    const isShown = typeof operation === "string" && typeof request === "function" && hidden === undefined;
    const isHidden = isReason(hidden) && operation === undefined && request === undefined;
    const isKeyed = key === undefined || typeof key === "function";
    if (isShown === isHidden || !isKeyed || Object.keys(others).length > 0)
      throw fail(`has "records" with a "${name}" that says not how they are shown. ${form}`);
    if (schema !== undefined) assertSchema(schema, name, fail);
    if (isShown && !Object.hasOwn(operations, operation))
      throw fail(
        `has the records "${name}" shown by "${operation}", which it does not handle.${didYouMean(operation, Object.keys(operations))} It handles: ${Object.keys(operations).join(", ")}.`,
      );
  }
}

function isReason(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function assertSchema(schema: unknown, records: string, fail: Fail): void {
  try {
    compileJsonSchema(schema, `The schema of its records "${records}"`);
  } catch (error) {
    throw fail(`is wrong: ${(error as Error).message}`);
  }
}

/** A quota is on from the start in scenarios that there are. */
function assertLimitedScenarios(limits: Record<string, unknown>, scenarios: Record<string, unknown>, fail: Fail): void {
  const known = Object.keys(scenarios);
  for (const [limit, { scenarios: named = [] }] of Object.entries(limits as Record<string, RateLimit>)) {
    const odd = named.find((name) => !known.includes(name));
    if (odd !== undefined)
      throw fail(
        `has a quota "${limit}" in the scenario "${odd}", which it does not define.${didYouMean(odd, known)} There are: ${known.join(", ")}.`,
      );
  }
}

/** The first name that an object has and should not, and what to write in its place. */
function unknownName(
  object: Record<string, unknown>,
  known: readonly string[],
): { name: string; hint: string } | undefined {
  const name = Object.keys(object).find((each) => !known.includes(each));
  if (name === undefined) return undefined;
  return { name, hint: `${didYouMean(name, known)} There are: ${known.join(", ")}.` };
}

function isLimit(value: unknown): boolean {
  if (!isObject(value) || (value.of !== undefined && typeof value.of !== "function")) return false;
  const { requests, window, scenarios = [] } = value;
  if (!Array.isArray(scenarios) || !scenarios.every((name) => typeof name === "string")) return false;
  return (
    Number.isSafeInteger(requests) && (requests as number) >= 1 && /^\d+(\.\d+)?(ms|s|m|h|d)$/.test(String(window))
  );
}

function isFixture(value: unknown): boolean {
  return isObject(value) && [value.kind, value.value, value.description].every((text) => typeof text === "string");
}

function isRecordOfTexts(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
