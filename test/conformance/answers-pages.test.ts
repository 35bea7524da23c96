import { expect, it } from "vitest";
import { answersPages } from "../../src/conformance/cases/lists.ts";
import type { Operation } from "../../src/contract/contract.ts";
import { loadNoted } from "./noted/contract.ts";

const { contract, operation } = await loadNoted();

const isPaged = (id: string, other: Partial<Operation> = {}) => answersPages(contract, { ...operation(id), ...other });

it("knows by the method, the query and the answer that an operation answers a list by the page", () => {
  expect(["listNotes", "listEntries", "listTags", "listPlaces"].map((id) => isPaged(id))).toEqual(Array(4).fill(true));
  expect(["getNote", "getEvent", "createNote", "addEntry"].map((id) => isPaged(id))).toEqual(Array(4).fill(false));
  expect(isPaged("listNotes", { method: "POST" })).toBe(false);
  const { parameters } = operation("listNotes");
  const named = (name: string) => parameters.filter((one) => one.name === name);
  expect(isPaged("listNotes", { parameters: named("cursor") })).toBe(true);
  expect(isPaged("listNotes", { parameters: named("search") })).toBe(false);
  const inHeader = named("cursor").map((one) => ({ ...one, in: "header" as const }));
  expect(isPaged("listNotes", { parameters: inHeader })).toBe(false);
  expect(isPaged("addEntry", { method: "GET", parameters })).toBe(false);
});
