import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { loadContract } from "../../src/contract/load.ts";
import { inFolder, noteOpened, whereOpened } from "../../src/contract/opened-contracts.ts";

const cwd = resolve("work");
const told = (provider: string) => ({
  provider,
  contract: { file: "contracts/a.yaml", line: 1, column: 1, pointer: "" },
});
const fileOf = (provider: string) => whereOpened(told(provider), cwd).contract.file;

it("names a file by the folder that the contract was opened from, however often", () => {
  noteOpened("once", join(cwd, "standin"));
  expect(fileOf("once")).toBe("standin/contracts/a.yaml");
  noteOpened("once", join(cwd, "standin"));
  expect(whereOpened(told("once"), cwd)).toEqual({
    ...told("once"),
    contract: { ...told("once").contract, file: "standin/contracts/a.yaml" },
  });
});

it("names it within its folder where that is unknown, or one of several", () => {
  expect(fileOf("unknown")).toBe("contracts/a.yaml");
  noteOpened("twice", join(cwd, "a"));
  noteOpened("twice", join(cwd, "b"));
  expect(fileOf("twice")).toBe("contracts/a.yaml");
  noteOpened("twice", join(cwd, "b"));
  expect(fileOf("twice")).toBe("contracts/a.yaml");
});

it("names it whole where its folder is not below the working directory", () => {
  expect(inFolder(told("any"), resolve("elsewhere"), cwd).contract.file).toBe(
    join(resolve("elsewhere"), "contracts", "a.yaml"),
  );
});

it("knows of each contract that is loaded where it was opened", () => {
  const base = resolve(import.meta.dirname, "../..");
  loadContract({ provider: "loaded-here", file: join(base, "contracts/weeek/openapi.yaml"), base });
  expect(fileOf("loaded-here")).toBe(join(base, "contracts", "a.yaml"));
});
