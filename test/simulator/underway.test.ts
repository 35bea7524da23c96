import { expect, it } from "vitest";
import { Underway } from "../../src/simulator/underway.ts";

it("waits until all have ended, each once", async () => {
  const underway = new Underway();
  const [first, second] = [underway.begin(), underway.begin()];
  const steps: string[] = [];
  const settle = () => underway.settle(60_000).then((left) => steps.push(`settled ${left}`));
  const settled = Promise.all([settle(), settle()]);
  underway.end(first);
  underway.end(first);
  await Promise.resolve();
  steps.push("one left");
  underway.end(second);
  await settled;
  expect(steps).toEqual(["one left", "settled 0", "settled 0"]);
  expect(await underway.settle(60_000)).toBe(0);
});

it("waits no longer than it may, and tells how many are left", async () => {
  const underway = new Underway();
  underway.begin();
  expect(await underway.settle(1)).toBe(1);
});
