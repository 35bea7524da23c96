import { expect, it } from "vitest";
import { didYouMean, nearest } from "../../src/contract/near-miss.ts";

it.each([
  ["firstname", ["lastName", "firstName"], "firstName"],
  ["first_name", ["firstName"], "firstName"],
  ["fistname", ["firstName"], "firstName"],
  ["first_name", ["firstNames", "firstName"], "firstName"],
  ["naem", ["name"], "name"],
  ["tagxy", ["tagyx"], "tagyx"],
  ["naemx", ["name"], undefined],
  ["tagxy", ["tagzx"], undefined],
  ["tagxy", ["tagyz"], undefined],
  ["wek", ["tracker", "weeek"], "weeek"],
  ["adres", ["address"], "address"],
  ["retry", ["tries", "retries"], "retries"],
  ["entries", ["entry"], "entry"],
  ["series", ["sent"], undefined],
  ["tag", ["name", "page"], undefined],
  ["__proto__", ["truto"], undefined],
  ["v11", ["v1111"], undefined],
  ["name", ["name"], undefined],
  ["", ["name"], undefined],
  ["--", ["-"], undefined],
  ["colour", ["color", "colours"], "color"],
  ["colour", ["colours", "color"], "colours"],
  ["abcdef", ["abcxyz", "abcdxy"], "abcdxy"],
  ["abcdef", ["abcxyz"], undefined],
  ["ab", ["ba"], "ba"],
  ["q", ["a"], undefined],
  ["A", ["b", "a"], "a"],
  ["über_name", ["uberName", "überName"], "überName"],
  ["a".repeat(100), ["a".repeat(99)], "a".repeat(99)],
  ["a".repeat(101), ["a".repeat(100)], undefined],
])("%j was probably meant to be one of %j: %j", (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});

it("takes no more slips than it is told", () => {
  expect(nearest("abcdef", ["abcdxy"], 1)).toBeUndefined();
  expect(nearest("abcdef", ["abcdey"], 1)).toBe("abcdey");
});

it("is a hint with a space before it, or nothing", () => {
  expect([didYouMean("naem", ["name"]), didYouMean("tag", ["name"])]).toEqual([" Did you mean name?", ""]);
});
