import { expect, it } from "vitest";
import { holdDocument } from "./hold-document.ts";
import { listTopics, suitePages } from "./topics.ts";

/** By page: the commands that are shown and not run, each with the reason. */
const notRun: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "docs/mutation.md": {
    "npm ci --prefix mutation\nnpm run mutation -- src/contract/union.ts": "it takes minutes and the npm registry",
  },
};

const pages = listTopics().filter((name) => !suitePages.includes(name));
for (const name of pages) holdDocument(name, notRun[name]);

it("excuses commands of pages that there are", () => {
  expect(Object.keys(notRun).filter((name) => !pages.includes(name))).toEqual([]);
});
