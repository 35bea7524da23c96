import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { build, standin } from "../../test/cli/standin.ts";
import { isChosen, leftOut, seeds } from "../../test/conformance/share.ts";

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
    it.for(seeds)(`in ${folder}, with seed %i`, { timeout: 600_000 }, async (seed, { skip }) => {
      skip(folder.endsWith("-python") && !hasPython, "there is no python3 here");
      const file = join(import.meta.dirname, folder, "standin.adapter.yaml");
      const { code, stdout } = await standin(["test", file, "--seed", String(seed)]);
      // A single line, for there is one for each finding before it.
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^[\w-]+: (\d+) cases: \1 passed in [^\n]*\n$/)]);
    });
  }
});
