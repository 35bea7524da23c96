import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "standin-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = `import { rmSync, writeFileSync } from "node:fs";
import { withLock } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "../../scripts/lock.js")))};
for (let turn = 0; turn < 200; turn++)
  await withLock("lock", () => {}, async (tellGroup) => {
    writeFileSync("inside", "", { flag: "wx" });
    tellGroup(process.pid);
    rmSync("inside");
  });
`;

it("a lock is one process's at a time, however often it changes hands", { timeout: 60_000 }, async () => {
  writeFileSync(join(folder, "take.mjs"), script);
  const take = () => promisify(execFile)(process.execPath, ["take.mjs"], { cwd: folder });
  const ended = await Promise.all([take(), take(), take(), take()]);
  expect(ended).toEqual(Array(4).fill({ stdout: "", stderr: "" }));
  expect(readdirSync(folder)).toEqual(["take.mjs"]);
});
