import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { build, standin } from "../../test/cli/standin.ts";
import { isChosen, leftOut, seed } from "../../test/conformance/share.ts";

const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const hasPython = spawnSync("python3", ["--version"]).status === 0;
beforeAll(build, 120_000);

// Drivers wait in real time, and hardly work: several at once take as long as one.
describe.concurrent("standin test finds nothing", () => {
  for (const folder of folders) {
    if (!isChosen(folder)) {
      it.skip(`${folder} ${leftOut}`, () => {});
      continue;
    }
    it(`in ${folder}`, { timeout: 600_000 }, async ({ skip }) => {
      skip(folder.endsWith("-python") && !hasPython, "there is no python3 here");
      const file = join(import.meta.dirname, folder, "standin.adapter.yaml");
      const { code, stdout } = await standin(["test", file, "--seed", String(seed)]);
      // A single line: before it there would be one for each finding.
      const clean = /^[\w-]+: \d+ cases: \d+ passed(, \d+ skipped)? in [^\n]*\n$/;
      expect([code, stdout]).toEqual([0, expect.stringMatching(clean)]);
    });
  }
});
