import type { Contract } from "../contract/contract.ts";
import type { ProviderDefinition } from "../define.ts";
import { StandinError } from "../errors.ts";

/** Holds a mock's definition against its contract. Throws a StandinError that says what to change. */
export function assertDefinition(contract: Contract, definition: unknown): ProviderDefinition<unknown> {
  const provider = contract.provider;
  const fail = (message: string) => new StandinError("MOCK_INVALID", `[${provider}] mocks/${provider} ${message}`);
  if (!isRecord(definition)) throw fail("has no default export. Write: export default defineProvider({ … }).");
  for (const member of ["scenarios", "refusals", "operations"] as const) {
    if (!isRecord(definition[member])) throw fail(`defines no "${member}". It is an object of defineProvider({ … }).`);
  }
  const { scenarios, refusals, operations, notModelled = {} } = definition as unknown as ProviderDefinition<unknown>;
  if (typeof scenarios.documented !== "function") {
    throw fail('has no scenario "documented". It holds the example of the reference page and is the default.');
  }
  for (const refusal of ["unauthenticated", "invalid"] as const) {
    if (typeof refusals[refusal] !== "function")
      throw fail(`has no refusal "${refusal}". It is a function that answers a reply.`);
  }

  const { credentials = {}, fixtures = [] } = definition as unknown as ProviderDefinition<unknown>;
  if (!isRecord(credentials) || Object.values(credentials).some((text) => typeof text !== "string"))
    throw fail('has "credentials" that are no object of credentials with a text each.');
  if (!Array.isArray(fixtures) || !fixtures.every(isFixture))
    throw fail('has "fixtures" that are no list of { kind, value, description }, each a text.');

  const known = new Set(contract.operations.map(({ id }) => id));
  const list = `Its operations are: ${[...known].join(", ")}.`;
  for (const [id, handler] of Object.entries(operations)) {
    if (!known.has(id)) throw fail(`handles "${id}", which the contract does not define. ${list}`);
    if (typeof handler !== "function") throw fail(`handles "${id}" with ${kindOf(handler)}. A handler is a function.`);
    if (Object.hasOwn(notModelled, id))
      throw fail(`handles "${id}" and also lists it as not modelled. Remove one of the two.`);
  }
  for (const [id, reason] of Object.entries(notModelled)) {
    if (!known.has(id)) throw fail(`lists "${id}" as not modelled, which the contract does not define. ${list}`);
    if (typeof reason !== "string" || reason.trim() === "")
      throw fail(`lists "${id}" as not modelled without a reason.`);
  }
  const missing = [...known].filter((id) => !Object.hasOwn(operations, id) && !Object.hasOwn(notModelled, id));
  if (missing.length > 0) {
    const names = missing.map((id) => `"${id}"`).join(", ");
    throw fail(`handles no ${names}. Add a handler, or name it in notModelled with the reason.`);
  }
  return definition as unknown as ProviderDefinition<unknown>;
}

function isFixture(value: unknown): boolean {
  return isRecord(value) && [value.kind, value.value, value.description].every((text) => typeof text === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}
