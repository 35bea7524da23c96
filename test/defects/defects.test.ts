import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/conformance/finding.ts";
import { isChosen, leftOut } from "../conformance/share.ts";
import { allDefects } from "./all.ts";
import { findDefect, isCaught } from "./defect.ts";
import { harmless } from "./harmless.ts";

describe.each(allDefects)("an adapter of %s", (folder, className, defects) => {
  it("has at least fifteen ways to be wrong", () => {
    expect(defects.length).toBeGreaterThanOrEqual(15);
  });

  if (!isChosen(folder)) return it.skip(`${leftOut}`, () => {});
  it.for(defects)("that $name is caught", { timeout: 120_000 }, async (defect) => {
    const found = await findDefect(folder, className, defect);
    const caught = found.find((finding) => isCaught(finding, defect.caught));
    expect(caught, `found instead:\n${found.map(formatFinding).join("\n")}`).toBeDefined();
    expect(found.some(({ case: name }) => name.startsWith(`${defect.operation} ${defect.onlyBy ?? ""}`))).toBe(true);
    const { operation, onlyBy = "" } = defect;
    // What is drawn at random may find it as well, with one seed and not with another.
    const due = [onlyBy, "generated"].map((group) => `${operation} ${group}`);
    const byOthers = found.filter(({ case: name }) => !due.some((group) => name.startsWith(group)));
    expect(byOthers.map(formatFinding)).toEqual([]);
  });
});

describe("nothing is found", () => {
  for (const [folder, className, change] of harmless) {
    const name = `in an adapter of ${folder} that ${change.name}`;
    if (!isChosen(folder)) it.skip(`${name} ${leftOut}`, () => {});
    else
      it(name, { timeout: 120_000 }, async () => {
        expect((await findDefect(folder, className, change)).map(formatFinding)).toEqual([]);
      });
  }
});
