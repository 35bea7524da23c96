import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Block, readBlocks } from "./markdown.ts";
import { readProviderTable } from "./provider-table.ts";
import { RepositoryCopy } from "./repository-copy.ts";
import { Session } from "./session.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "..", "..", name), "utf8");

/** What differs from run to run, or with every new case of the suite. Lines of a contract are held: readers look there. */
const volatile: readonly [RegExp, string][] = [
  [/\b\d+ ms\b/g, "TIME ms"],
  [/\b\d+\.\d s\b/g, "TIME s"],
  [/\b\d+ cases: \d+ passed\b/g, "N cases: N passed"],
  // A column is as wide as the port in it.
  [/(?<=\S) {2,}/g, "  "],
];

/**
 * Does what a document says, in a copy of the repository, block after block: runs `sh`, writes the files that a block
 * names behind its language, and holds what is printed against the block that follows (by value, where that is JSON)
 * and what the stand-ins log against a block labelled `log`. A block labelled `tree` is for another test to hold.
 * `notRun` has the commands that are shown and not run, each with the reason.
 */
export function holdDocument(name: string, notRun: Readonly<Record<string, string>> = {}): void {
  describe(name, { timeout: 60_000 }, () => {
    const blocks = readBlocks(read(name));
    let copy: RepositoryCopy | undefined;
    let session: Session | undefined;
    let output = "";
    beforeAll(() => {
      // A page that shows nothing to do needs none, and a build takes its time.
      if (blocks.length === 0) return;
      copy = new RepositoryCopy(readProviderTable(read("README.md")).map(({ id }) => id));
      session = new Session(copy);
    }, 120_000);
    afterAll(async () => {
      await session?.end();
      copy?.remove();
    }, 30_000);

    for (const [index, block] of blocks.entries()) {
      const { line, language, label, text } = block;
      if (label === "tree") continue;
      if (language === "sh" && Object.hasOwn(notRun, text)) it.skip(`line ${line} is not run: ${notRun[text]}`);
      else if (language === "sh") {
        it(`line ${line} runs`, async () => {
          output = (await session?.run(text)) ?? "";
        });
      } else if (label === "log") {
        it(`line ${line} is logged`, () => expect.poll(() => normalise(session?.log ?? "")).toContain(normalise(text)));
      } else if (isFile(block)) it(`line ${line} is written to ${label}`, () => copy?.write(label, text));
      else it(`line ${line} is printed`, () => compare(block, blocks[index - 1], output));
    }

    it.runIf(blocks.some(isFile))("leaves nothing for git to tell, nor for the lint of npm test", ({ skip }) => {
      const strangers = copy?.listStrangers();
      if (strangers === undefined) return skip("there is no git");
      // The files of a pipeline are for the reader's own repository.
      expect(strangers.filter((path) => !path.startsWith("."))).toEqual([]);
      copy?.write("a-file-of-mine.json", '{"a"  : 1}');
      expect(copy?.run("npx", ["biome", "check", "--error-on-warnings", "."])).toMatchObject({ status: 0 });
    });

    it("shows every command that is not run", () => {
      const shown = blocks.map(({ text }) => text);
      expect(Object.keys(notRun).filter((command) => !shown.includes(command))).toEqual([]);
    });
  });
}

/** Whether readers save the block under the name behind its language. */
function isFile({ label }: Block): boolean {
  return label !== "" && label !== "log" && label !== "tree";
}

function compare({ language, text, follows }: Block, before: Block | undefined, output: string): void {
  if (!follows || before?.language !== "sh") expect.unreachable("nothing runs, writes or prints this block");
  if (language === "json") expect(parse(output)).toEqual(parse(text));
  else expect(normalise(output)).toBe(normalise(text));
}

function parse(text: string): unknown {
  return JSON.parse(normalise(JSON.stringify(JSON.parse(text))));
}

function normalise(text: string): string {
  return volatile.reduce((all, [from, to]) => all.replaceAll(from, to), text).trim();
}
