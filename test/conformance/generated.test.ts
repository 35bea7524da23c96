import { afterAll, expect, it } from "vitest";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

it("has nothing to try where an input schema leaves no choice, and says so", async () => {
  const [result] = await noted.run("getNote", ["generated"]);
  expect(result).toMatchObject({ status: "skipped", reason: "the input schema leaves nothing to choose" });
});

it("does not pass where the suite itself cannot go on", async () => {
  const validate = async (value: unknown) => ({ value });
  const output = { "~standard": { version: 1, vendor: "noted", validate } } as const;
  await expect(noted.run("updateNote", ["generated"], {}, { output })).rejects.toThrow(
    "the output schema checks in its own time",
  );
});
