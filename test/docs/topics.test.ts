import { expect, it } from "vitest";
import { holdDocument } from "./hold-document.ts";
import { listTopics, suitePages } from "./topics.ts";

/** By page: the commands that are shown and not run, each with the reason. */
const notRun: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

const pages = listTopics().filter((name) => !suitePages.includes(name));
for (const name of pages) holdDocument(name, notRun[name]);

it("excuses commands of pages that there are", () => {
  expect(Object.keys(notRun).filter((name) => !pages.includes(name))).toEqual([]);
});
