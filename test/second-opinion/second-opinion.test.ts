import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createCatalog } from "../../src/catalog.ts";
import { fromInteraction } from "../../src/cli/archive/interaction.ts";
import { checkExchange } from "../../src/contract/check-exchange.ts";
import type { Contract } from "../../src/contract/contract.ts";
import { loadContract } from "../../src/contract/load.ts";
import { formatViolation } from "../../src/contract/violation.ts";
import type { ObservedExchange, Violation } from "../../src/exchange.ts";
import { draftExchange, finish } from "../generate/exchange.ts";
import { createFaultPlanter } from "../generate/faults.ts";
import { createRandom } from "../generate/random.ts";
import { type Context, disagreements } from "./disagreements.ts";
import { createPrism, type PrismFinding } from "./prism.ts";

const count = 2000;
const catalog = createCatalog();
const explained = new Set<string>();

// What the providers do not use, a contract with everything does.
const everything = "everything";

describe.each([...catalog.listProviders(), everything])("%s", (id) => {
  test(`every disagreement with Prism over the interactions and ${2 * count} generated exchanges is of a known class`, async () => {
    const contract = await load(id);
    const prism = await createPrism(
      fileURLToPath(contract.documents.root.document),
      contract.servers[0]?.basePath as string,
    );
    const interactions = id === everything ? [] : catalog.listInteractions(id);
    const documented = interactions.map(({ interaction }) => fromInteraction(interaction as object));
    const unexplained: unknown[] = [];
    let conforming = 0;
    for (const exchange of [...documented, ...rightExchanges(contract), ...wrongExchanges(contract)]) {
      const { operation, violations } = checkExchange(contract, exchange);
      const theirs = await prism.judge(exchange);
      for (const half of ["request", "response"] as const) {
        const ours = violations.filter((violation) => violation.part.startsWith(half) && isNoAdvice(violation));
        const found = theirs[half];
        if (found === null) continue;
        if (ours.length === 0 && found.length === 0) conforming++;
        const unknown = withoutClass(ours, found, { contract, exchange, operation });
        if (unknown.length > 0) unexplained.push({ half, unknown, exchange: JSON.stringify(exchange).slice(0, 1500) });
      }
    }
    expect(unexplained.slice(0, 3)).toEqual([]);
    // Were one of the two to find fault with everything, they would agree on much.
    expect(conforming).toBeGreaterThan(count / 2);
  }, 120_000);
});

test("every class of disagreement still occurs", () => {
  expect(disagreements.map(({ name }) => name).filter((name) => !explained.has(name))).toEqual([]);
});

test("README.md shows every class of disagreement, and no other", () => {
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  const classes = disagreements.map(
    ({ name, finder, right, why, reference }) =>
      `### ${name.charAt(0).toUpperCase()}${name.slice(1)}\n\nFound by ${finder} alone. Right: ${right}.\n\n${why}\n\nReference: ${reference}.\n`,
  );
  expect(readme.slice(readme.indexOf("### "))).toBe(classes.join("\n"));
});

async function load(id: string): Promise<Contract> {
  if (id !== everything) return (await catalog.loadProvider(id)).contract;
  const base = fileURLToPath(new URL("../..", import.meta.url));
  return loadContract({ provider: id, file: `${base}test/generate/everything.openapi.yaml`, base });
}

function* rightExchanges(contract: Contract): Generator<ObservedExchange> {
  for (let seed = 0; seed < count; seed++)
    yield finish(draftExchange(contract, operationOf(contract, seed), createRandom(seed)));
}

function* wrongExchanges(contract: Contract): Generator<ObservedExchange> {
  const planter = createFaultPlanter();
  for (let seed = 0, planted = 0; planted < count; seed++) {
    const random = createRandom(seed + 1_000_000);
    const fault = planter.plant(draftExchange(contract, operationOf(contract, seed), random), random);
    if (fault === undefined) continue;
    planted++;
    yield fault.exchange;
  }
}

function operationOf({ operations }: Contract, seed: number): Contract["operations"][number] {
  return operations[seed % operations.length] as Contract["operations"][number];
}

/**
 * Violations count whatever their evidence: Prism knows no grades. What is advice by its nature does not, on neither
 * side: the use of something deprecated, and members of a response that the contract does not name.
 */
function isNoAdvice({ part, rule }: Violation): boolean {
  return rule !== "deprecated" && !(rule === "undocumented-property" && part === "response.body");
}

/** What one finds where the other finds nothing, and no class explains. */
function withoutClass(ours: readonly Violation[], theirs: readonly PrismFinding[], context: Context): string[] {
  if (ours.length > 0 === theirs.length > 0) return [];
  const unknownToPrism = ours.filter((violation) => !explain("Standin", violation));
  const unknownToUs = theirs.filter((finding) => !explain("Prism", finding));
  return [
    ...unknownToPrism.map((violation) => `Standin: ${formatViolation(violation)}`),
    ...unknownToUs.map(({ code, path, message }) => `Prism: ${path} ${code}: ${message}`),
  ];

  function explain(finder: "Standin" | "Prism", finding: Violation | PrismFinding): boolean {
    const found = disagreements.find(
      (disagreement) => disagreement.finder === finder && disagreement.explains(finding as never, context),
    );
    if (found !== undefined) explained.add(found.name);
    return found !== undefined;
  }
}
