import { expect, it } from "vitest";
import { holdDocument } from "./hold-document.ts";
import { listTopics } from "./topics.ts";

/** By page: the commands that are shown and not run, each with the reason. */
const notRun: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

for (const name of listTopics()) holdDocument(name, notRun[name]);

it("excuses commands of pages that there are", () => {
  expect(Object.keys(notRun).filter((name) => !listTopics().includes(name))).toEqual([]);
});
