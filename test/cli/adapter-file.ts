import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Finished, providersDir, standin } from "./standin.ts";

const driver = join(import.meta.dirname, "adapter", "driver.mjs");

/** A folder with a standin.adapter.yaml, and what else a test writes there. */
export class AdapterFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "standin-adapter-")));

  write(name: string, text: string): string {
    writeFileSync(join(this.path, name), text);
    return join(this.path, name);
  }

  /** What tests an adapter of acme; `more` goes on. */
  describe(defect = "", more = ""): string {
    return this.write(
      "standin.adapter.yaml",
      `provider: acme
driver:
  command: [${process.execPath}, ${driver}]
  env: { DEFECT: "${defect}" }
operations:
  createTask:
    input: { type: object, required: [title], properties: { title: { type: string, maxLength: 20 } }, additionalProperties: false }
    examples: [{ title: Feed the cat }]
  getTask:
    examples: [{ id: "1" }]
${more}`,
    );
  }

  /** Runs `standin test`; paths of the folder are told as FOLDER, and times as TIME. */
  async test(...args: readonly string[]): Promise<Finished> {
    const { code, stdout, stderr } = await standin([
      ...["test", join(this.path, "standin.adapter.yaml"), "--providers", providersDir, "--runs", "0"],
      ...args,
    ]);
    const clean = (text: string) =>
      text
        .replaceAll(this.path, "FOLDER")
        .replaceAll(providersDir, "PROVIDERS")
        .replaceAll(/\d+\.\d s\b/g, "TIME s");
    return { code, stdout: clean(stdout), stderr: clean(stderr) };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
