import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { formatJunit } from "../../../src/report/suite/junit.ts";
import { goodReport, hostileReport } from "./hostile-report.ts";

const schema = readFileSync(join(import.meta.dirname, "jenkins-junit.xsd"), "utf8");
const asIs = <T>(told: T): T => told;

/** What Jenkins's schema says of it. */
async function validate(contents: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: "junit.xml", contents }], schema: [schema] });
  return errors.map(({ message }) => message);
}

it("keeps to Jenkins's schema, whatever an adapter says", async () => {
  expect(await validate(formatJunit(hostileReport, asIs))).toEqual([]);
  expect(await validate(formatJunit(goodReport, asIs))).toEqual([]);
});

it("is held by a schema that notices", async () => {
  const broken = formatJunit(goodReport, asIs).replace(" name=", " nom=");
  expect(await validate(broken)).not.toEqual([]);
});

it("has a test for each case, failed where the case is, and an error for each problem of the run", () => {
  const text = formatJunit(hostileReport, asIs);
  const tags = [...text.matchAll(/<(testsuites|testsuite|testcase|failure|error|skipped)\b/g)].map(([, name]) => name);
  expect(tags).toEqual([
    ...["testsuites", "testsuite"],
    ...["testcase", "failure", "testcase", "testcase", "skipped", "testcase", "skipped", "testcase", "failure"],
    ...["testsuite", "testcase", "error"],
  ]);
  expect(text).toMatch(/<testsuites name="Standin: acme" tests="6" failures="2" errors="1" time="5.678">/);
});

it("reads as its reader expects", () => {
  expect(formatJunit(goodReport, asIs).replaceAll(/(claim|documented) &lt;.*?(?=")/g, "$1")).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <!-- conforms -->
    <testsuites name="Standin: acme" tests="1" failures="0" errors="0" time="5.678">
      <testsuite name="acme createTask" tests="1" failures="0" errors="0" skipped="0" time="1.234" timestamp="2026-01-01T00:00:00">
        <testcase classname="acme.createTask" name="createTask documented passed: does what is documented" time="1.234"/>
      </testsuite>
    </testsuites>
    "
  `);
});
