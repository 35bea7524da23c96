import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { showPath } from "../../src/contract/show-path.ts";

const cwd = resolve("work", "project");

it.each([
  ["from there when it is below", join(cwd, "contracts", "weeek"), "contracts/weeek"],
  ["as a dot when it is that one", cwd, "."],
  ["whole when it is elsewhere", resolve(cwd, "..", "other"), resolve(cwd, "..", "other")],
  ["whole when it is the one above", resolve(cwd, ".."), resolve(cwd, "..")],
  ["from there when a folder's name ends with two dots", join(cwd, "notes..", "a"), "notes../a"],
  ["from there when its name starts with two dots", join(cwd, "..state"), "..state"],
])("tells a path beside the working directory %s", (_, path, shown) => {
  expect(showPath(path, cwd)).toBe(shown);
});
