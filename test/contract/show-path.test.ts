import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { showPath } from "../../src/contract/show-path.js";

describe("paths as the reader can open them", () => {
  const cwd = resolve("work", "project");

  test("below the working directory they are told from there", () => {
    expect(showPath(join(cwd, "contracts", "weeek"), cwd)).toBe("contracts/weeek");
  });

  test("the working directory itself is told as a dot", () => {
    expect(showPath(cwd, cwd)).toBe(".");
  });

  test("elsewhere they are told whole", () => {
    const beside = resolve(cwd, "..", "other");
    expect(showPath(beside, cwd)).toBe(beside);
  });

  test("a name that starts with two dots is below", () => {
    expect(showPath(join(cwd, "..state"), cwd)).toBe("..state");
  });
});
