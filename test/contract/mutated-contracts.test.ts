import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import type { Contract } from "../../src/contract/contract.ts";
import { child, type Node } from "../../src/contract/documents.ts";
import { escapeToken } from "../../src/contract/json-pointer.ts";
import { StandinError } from "../../src/errors.ts";
import { createRandom, type Random } from "../generate/random.ts";
import { loadFiles } from "./contract-fixture.ts";

const folder = new URL("../../contracts/", import.meta.url);
const providers = readdirSync(folder);

function textOf(provider: string): string {
  return readFileSync(new URL(`${provider}/openapi.yaml`, folder), "utf8");
}

/** What a hand may leave behind in a document. */
const slips: readonly unknown[] = [null, [], "", 0, {}, true, "x", -1, [null], { $ref: "#/nowhere" }, { $ref: "#" }];

/** Replaces one random place of a document, which is changed, and answers the place. */
function damage(document: unknown, random: Random): string {
  const places: { holder: Record<string, unknown>; key: string; pointer: string }[] = [];
  collect(document, "");
  const { holder, key, pointer } = random.pick(places);
  holder[key] = structuredClone(random.pick(slips));
  return `${pointer} = ${JSON.stringify(holder[key])}`;

  function collect(value: unknown, pointer: string): void {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      const at = `${pointer}/${escapeToken(key)}`;
      places.push({ holder: value as Record<string, unknown>, key, pointer: at });
      collect((value as Record<string, unknown>)[key], at);
    }
  }
}

/** Compiles every schema that a check may come to, in both directions, and holds each against a value. */
function compileAll({ documents, operations, checker }: Contract): number {
  const schemas = operations
    .flatMap(({ parameters, requestBody, responses }) => [
      ...parameters,
      ...(requestBody?.content ?? []),
      ...responses.flatMap(({ content, headers }) => [...content, ...headers]),
    ])
    .map(({ schema }) => schema)
    .filter((schema) => schema !== null);
  const components = child(documents.root, "components", "schemas");
  const named = Object.keys((components?.value ?? {}) as object).map((name) => child(components as Node, name) as Node);
  for (const schema of [...schemas, ...named]) {
    for (const direction of ["request", "response"] as const) {
      checker.compilers[direction].compile(schema);
      checker.compilers[direction].accepts(schema, {});
    }
    checker.planner.plan([schema]);
  }
  return schemas.length;
}

it.each(providers)("compiles every schema of %s in both directions", (provider) => {
  expect(compileAll(loadFiles({ "openapi.yaml": textOf(provider) }))).toBeGreaterThan(5);
});

it.each(providers)("refuses what has become of %s with a place, or loads it and compiles all of it", (provider) => {
  const random = createRandom(providers.indexOf(provider) + 1);
  const original = JSON.stringify(parse(textOf(provider)));
  const surprises: unknown[] = [];
  const counts = { loaded: 0, refused: 0 };
  for (let round = 0; round < 150; round++) {
    const document = JSON.parse(original);
    const damages = Array.from({ length: random.chance(0.8) ? 1 : 3 }, () => damage(document, random));
    try {
      const contract = loadFiles({ "openapi.json": JSON.stringify(document) });
      counts.loaded++;
      // To compile takes much longer than to load.
      if (counts.loaded % 20 === 0) compileAll(contract);
    } catch (error) {
      counts.refused++;
      const expected =
        error instanceof StandinError && /^openapi\.json:\d+:\d+( at \/.*)?: .+[.?]$/s.test(error.message);
      if (!expected || error.message.includes("cannot be compiled")) surprises.push({ damages, error });
    }
  }
  expect(surprises.slice(0, 3)).toEqual([]);
  expect(counts.loaded).toBeGreaterThan(9);
  expect(counts.refused).toBeGreaterThan(45);
});
