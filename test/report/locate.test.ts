import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Violation } from "../../src/exchange.ts";
import { createLocate } from "../../src/report/locate.ts";

const project = join(import.meta.dirname, "project");
const violation = { provider: "acme", contract: { file: "contracts/acme/openapi.yaml", line: 3 } } as Violation;
const shown = (folder: string) => createLocate(() => folder, project)(violation).contract;

describe("the file of a violation's statement", () => {
  it.each([
    ["the working directory itself", project, "contracts/acme/openapi.yaml"],
    ["a folder of providers of one's own", join(project, "standin"), "standin/contracts/acme/openapi.yaml"],
    [
      "an installed package",
      join(project, "node_modules", "standin"),
      "node_modules/standin/contracts/acme/openapi.yaml",
    ],
    ["a folder with dots in its name", join(project, "..own"), "..own/contracts/acme/openapi.yaml"],
    [
      "a folder elsewhere",
      join(import.meta.dirname, "other"),
      join(import.meta.dirname, "other/contracts/acme/openapi.yaml"),
    ],
  ])("is shown so that it can be opened: in %s", (_where, folder, file) => {
    expect(shown(folder)).toEqual({ file, line: 3 });
  });

  it("stays as it is in the violation itself", () => {
    shown(project);
    expect(violation.contract.file).toBe("contracts/acme/openapi.yaml");
    shown("/elsewhere");
    expect(violation.contract.file).toBe("contracts/acme/openapi.yaml");
  });
});
