import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSection, readTable } from "../docs/markdown.ts";
import { allDefects } from "./all.ts";
import { toPlace } from "./page.ts";
import { introduction, method } from "./prose.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/defects.md"), "utf8");
const anew = "npm run defects writes the page anew";

describe("docs/defects.md", () => {
  it.each(allDefects)("has the defects of %s with rule and place, and no others", (folder, _, defects) => {
    const rows = readTable(readSection(page, folder));
    const told = rows.map(([name = "", rule = "", place = ""], index) => {
      // Where a defect names no pointer, the page has that of what was found.
      const isOpen = defects[index]?.caught.pointer === undefined;
      return [name, rule, isOpen ? place.replace(/ \/.*`$/, "`") : place];
    });
    expect(told, anew).toEqual(defects.map(toPlace));
  });

  it("has a case for every defect", () => {
    for (const [folder, , defects] of allDefects) {
      const cases = readTable(readSection(page, folder)).map(([, , , name = ""]) => name.split(" ")[0]);
      expect(cases, anew).toEqual(defects.map(({ operation }) => operation));
    }
  });

  it("sums up its tables", () => {
    const rows = allDefects.flatMap(([folder]) => readTable(readSection(page, folder)));
    const summary = readTable(page).map(([, ...counts]) => counts.map(Number));
    const seen = rows.filter((cells) => cells.at(-1) !== "nothing").length;
    expect(summary.pop(), anew).toEqual([rows.length, rows.length, seen]);
    const sums = [0, 1, 2].map((column) => summary.reduce((sum, counts) => sum + (counts[column] ?? 0), 0));
    expect(sums, anew).toEqual([rows.length, rows.length, seen]);
  });

  it("explains itself as its script does", () => {
    for (const text of [introduction, method]) expect(page, anew).toContain(text);
  });
});
