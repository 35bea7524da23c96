import { basename } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCatalog, type Provider } from "../src/catalog.ts";
import { fromInteraction } from "../src/cli/archive/interaction.ts";
import { checkExchange } from "../src/contract/check-exchange.ts";
import { checkResponse, findResponse } from "../src/contract/check-response.ts";
import type { Contract, Operation, ResponseDefinition } from "../src/contract/contract.ts";
import { child } from "../src/contract/documents.ts";
import { evidenceOf } from "../src/contract/evidence.ts";
import { isObject } from "../src/contract/is-object.ts";
import { readResponse } from "../src/contract/load-content.ts";
import { membersOf } from "../src/contract/openapi-fields.ts";
import type { Violation } from "../src/exchange.ts";
import { type JournalledExchange, type Standin, startStandin } from "../src/index.ts";
import { describeViolation } from "./describe-violation.ts";
import { holdState } from "./providers/hold-state.ts";
import { type Expected, faultsOf, type Interaction, masked, withTenant } from "./providers/interaction.ts";
import { type Answer, send } from "./providers/send.ts";
import { withoutEvidence } from "./providers/statements.ts";

// What every provider has to hold. The folders say which there are: a new one is held to it without an edit here.
const catalog = createCatalog();
const standinCredential = "standin-key";

for (const id of catalog.listProviders()) {
  const interactions = catalog.listInteractions(id) as { file: string; interaction: Interaction }[];

  describe(id, async () => {
    const provider = await catalog.loadProvider(id);
    const { contract, definition } = provider;
    const credentials = [standinCredential, ...Object.keys(definition.credentials ?? {})];
    let standin: Standin;
    let served: JournalledExchange[] = [];

    beforeAll(async () => {
      standin = await startStandin({ providers: [id], onExchange: (exchange) => served.push(exchange) });
    });
    afterAll(() => standin.close());

    /** Sends a request as a tenant that nobody was before, and gives the answer with the exchange of the journal. */
    async function exchange(interaction: Interaction, tenant: string): Promise<Answer & { seen: JournalledExchange }> {
      served = [];
      const answer = await send(standin, id, interaction, withTenant(interaction.request.headers, credentials, tenant));
      expect(served).toHaveLength(1);
      return { ...answer, seen: served[0] as JournalledExchange };
    }

    test("has a contract that loads without a warning", () => {
      expect(contract.warnings).toEqual([]);
    });

    test("says of every part of its contract what it rests on", () => {
      expect(withoutEvidence(contract)).toEqual([]);
    });

    test("handles every operation, or says why not", () => {
      const { operations, notModelled = {} } = definition;
      expect([...Object.keys(operations), ...Object.keys(notModelled)].sort()).toEqual(
        contract.operations.map((operation) => operation.id).sort(),
      );
    });

    test("has an interaction that succeeds for every operation", () => {
      const succeeding = new Set(
        interactions
          .filter(({ interaction }) => interaction.response.status < 300)
          .map(({ interaction }) => interaction.operation),
      );
      const modelled = contract.operations.filter((operation) => operation.id in definition.operations);
      expect(modelled.map((operation) => operation.id).filter((operation) => !succeeding.has(operation))).toEqual([]);
    });

    test("has an interaction for every refusal that a source states, or says why not", () => {
      expect(withoutInteraction(provider, interactions)).toEqual([]);
    });

    test("knows every interaction's operation, and nothing else stands in the files", () => {
      const faults = interactions.map(({ file, interaction }) => [basename(file), faultsOf(file, interaction)]);
      expect(faults.filter(([, found]) => found?.length)).toEqual([]);
    });

    test("takes each of its credentials, with a tenant behind it", async () => {
      const { interaction } = interactions.find(
        (candidate) => candidate.interaction.request.method === "GET" && candidate.interaction.response.status === 200,
      ) ?? { interaction: (interactions[0] as (typeof interactions)[0]).interaction };
      for (const credential of credentials) {
        const headers = replaceCredential(interaction.request.headers, credential);
        const { seen } = await exchange(
          { ...interaction, request: { ...interaction.request, headers } },
          "credentials",
        );
        expect(`${credential}: ${seen.tenant}`).toBe(`${credential}: credentials`);
      }
    });

    test("has every fixture in its scenario or in an interaction", () => {
      const state = standin.provider(id).tenant("fixtures").state();
      const absent = (definition.fixtures ?? []).filter(
        ({ value }) => !holds(state, value) && !JSON.stringify(interactions).includes(value),
      );
      expect(absent).toEqual([]);
    });

    holdState(provider, () => standin, interactions);

    describe.each(interactions.map(({ file, interaction }) => [basename(file, ".json"), interaction] as const))(
      "%s",
      (name, interaction) => {
        test("satisfies the contract, but for what it says it violates", () => {
          const { operation, violations } = checkExchange(contract, fromInteraction(interaction));
          expect(operation).toBe(interaction.operation);
          const broken = [...violations, ...checkComponent(contract, interaction)];
          expect(shown(broken)).toEqual(shown(interaction.violates ?? []));
        });

        test("is what the stand-in answers, with itself in the vendor's place", async () => {
          const { response, generated = [] } = interaction;
          const vendor = contract.servers[0]?.origin ?? "";
          const answer = await exchange(interaction, name.replaceAll(/[^A-Za-z0-9]/g, "-"));
          expect(answer.status).toBe(response.status);
          expect(answer.headers).toMatchObject(response.headers);
          // The base URL replaces scheme and host: a client that follows a link stays with the stand-in.
          expect(answer.text).not.toContain(vendor);
          const text = answer.text.replaceAll(`${standin.url}/${id}`, vendor);
          if (response.body === undefined) expect(text).toBe(response.text ?? "");
          else expect(masked(JSON.parse(text), generated)).toEqual(masked(response.body, generated));
          expect(answer.seen.operation).toBe(interaction.operation);
          expect(shown(answer.seen.violations)).toEqual(shown(interaction.violates ?? []));
        });
      },
    );
  });
}

test("two runs with one seed are equal byte for byte, and with another seed are not", async () => {
  const [first, second, other] = [await script(1), await script(1), await script(2)];
  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
});

/** Sends all interactions of all providers one after the other, and gives all that was answered. */
async function script(seed: number): Promise<string[]> {
  const standin = await startStandin({ seed });
  const answers: string[] = [];
  for (const id of standin.providers) {
    for (const { interaction } of catalog.listInteractions(id) as { interaction: Interaction }[]) {
      const { status, rawHeaders, text } = await send(standin, id, interaction, interaction.request.headers);
      const answer = `${id} ${interaction.operation} ${status} ${rawHeaders.join(" ")} ${text}`;
      // Each run has a port of its own.
      answers.push(answer.replaceAll(standin.url, ""));
    }
  }
  await standin.close();
  return answers;
}

/** What the answer to no operation breaks of the component that it is an example of. */
function checkComponent(contract: Contract, { component, request, response }: Interaction): Violation[] {
  if (component === undefined) return [];
  const { documents, operations } = contract;
  const node = child(documents.root, "components", "responses", component);
  if (node === undefined) throw new Error(`The contract has no response ${component}`);
  const responses = [readResponse(documents, String(response.status), node)];
  const { status, headers, body: json, text } = response;
  return checkResponse(contract, { ...(operations[0] as Operation), responses }, request, {
    status,
    headers,
    json,
    text,
  });
}

/** The refusals without an interaction and without a reason, and the reasons that an interaction has made stale. */
function withoutInteraction(
  { contract }: Provider,
  interactions: readonly { interaction: Interaction }[],
): (string | undefined)[] {
  const shownBy = new Set<ResponseDefinition["node"]["value"]>();
  const { root } = contract.documents;
  for (const { interaction } of interactions) {
    const { operation: id, component, response } = interaction;
    const operation = contract.operations.find((candidate) => candidate.id === id);
    if (operation !== undefined) shownBy.add(findResponse(operation, response.status)?.node.value);
    if (component !== undefined) shownBy.add(child(root, "components", "responses", component)?.value);
  }
  const answers = contract.operations.flatMap(({ responses }) => responses);
  const answered = new Set(answers.map(({ node }) => node.value));
  // Components that answer no operation are refusals of what is none.
  const others = membersOf(child(root, "components", "responses"))
    .map(([name, node]) => ({ status: name, node }))
    .filter(({ node }) => !answered.has(node.value));
  // One component may answer many operations: it is one refusal, and one interaction shows it.
  const refusals = new Map(
    [...answers.filter(({ status }) => !/^[123]/.test(status)), ...others].map((refusal) => [
      refusal.node.value,
      refusal,
    ]),
  );
  return [...refusals.values()].flatMap(({ status, node }) => {
    const reason = (node.value as Record<string, unknown>)["x-no-interaction"];
    const { evidence } = evidenceOf(contract.documents, node);
    if (shownBy.has(node.value))
      return reason === undefined
        ? []
        : [`${status} ${node.pointer} has an interaction; its x-no-interaction is stale`];
    if (evidence === "inferred" || evidence === "assumed" || (typeof reason === "string" && reason.trim() !== ""))
      return [];
    return [`${status} ${node.pointer} (${evidence}) has no interaction, and no x-no-interaction says why`];
  });
}

function shown(violations: readonly (Violation | Expected)[]): string[] {
  return violations.map(describeViolation).sort();
}

function replaceCredential(headers: Interaction["request"]["headers"], credential: string): typeof headers {
  const encoded = Buffer.from(`${credential}:`).toString("base64");
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      String(value)
        .replace(new RegExp(`^((?:Bearer )?)${standinCredential}$`), `$1${credential}`)
        .replace(/^Basic .*/, `Basic ${encoded}`),
    ]),
  );
}

/** Whether a value stands somewhere in a state: as a member's value, as a key of a Map, or in a list. */
function holds(state: unknown, value: string): boolean {
  if (typeof state === "string" || typeof state === "number") return String(state) === value;
  if (state instanceof Map) return [...state].some((entry) => holds(entry, value));
  if (state instanceof Set || Array.isArray(state)) return [...state].some((item) => holds(item, value));
  return isObject(state) && Object.values(state).some((member) => holds(member, value));
}
