import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { importMock } from "../../src/catalog/import-mock.ts";

/** A mock in a folder of its own, whose text is in a file beside. */
function createMock(): { write(text: string): void; read(): Promise<unknown> } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "standin-anew-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "index.mjs");
  writeFileSync(file, 'export { default } from "./text.mjs";\n');
  return {
    write: (text) => writeFileSync(join(folder, "text.mjs"), `export default ${JSON.stringify(text)};\n`),
    read: async () => (await importMock({ file, folder, alias: {}, way: "anew" })).default,
  };
}

it("has JavaScript as it is now, in each of several folders, however often they change in turn", async () => {
  const mocks = [createMock(), createMock(), createMock()];
  for (const round of [1, 2, 3]) {
    for (const [index, mock] of mocks.entries()) {
      mock.write(`${index} in round ${round}`);
      expect(await mock.read()).toBe(`${index} in round ${round}`);
    }
  }
});
