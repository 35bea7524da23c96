import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compileJsonSchema } from "../../../src/contract/json-schema.ts";
import { goodReport, hostileReport } from "./hostile-report.ts";

const file = join(import.meta.dirname, "..", "..", "..", "schemas", "report.schema.json");
const check = compileJsonSchema(JSON.parse(readFileSync(file, "utf8")), "The schema of reports");
const written = () => JSON.parse(JSON.stringify(hostileReport));

it("keeps to its published schema", () => {
  expect(check(written())).toEqual([]);
  expect(check(goodReport)).toEqual([]);
});

it("is held to its last member: the schema knows each and allows no other", () => {
  const places: [string, (report: ReturnType<typeof written>) => object][] = [
    ["the report", (report) => report],
    ["a case", (report) => report.cases[0]],
    ["a finding", (report) => report.cases[0].findings[0]],
    ["an exchange", (report) => report.cases[0].exchanges[0]],
    ["a request", (report) => report.cases[0].exchanges[0].request],
    ["coverage", (report) => report.coverage[0]],
    ["an operation", (report) => report.coverage[0].operations[0]],
  ];
  const passed = places.filter(([, find]) => {
    const more = written();
    Object.assign(find(more), { more: 1 });
    const less = written();
    const [first] = Object.keys(find(less));
    Reflect.deleteProperty(find(less), first as string);
    return check(more).length === 0 || check(less).length === 0;
  });
  expect(passed.map(([name]) => name)).toEqual([]);
});
