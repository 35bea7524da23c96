import { expect, it } from "vitest";
import { nearest } from "../../src/contract/near-miss.ts";

it.each([
  ["firstname", ["lastName", "firstName"], "firstName"],
  ["first_name", ["firstName"], "firstName"],
  ["fistname", ["firstName"], "firstName"],
  ["naem", ["name"], "name"],
  ["wek", ["tracker", "weeek"], "weeek"],
  ["adres", ["address"], "address"],
  ["tag", ["name", "page"], undefined],
  ["__proto__", ["truto"], undefined],
  ["v11", ["v1111"], undefined],
  ["name", ["name"], undefined],
  ["", ["name"], undefined],
])("%j was probably meant to be one of %j: %j", (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});
