import { afterAll, expect, it } from "vitest";
import { nameOfCase } from "../../src/conformance/run.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

// The adapter that the other tests plant a mistake in: whatever it is made to do, nothing is said of it.
it.each(["updateNote", "deleteNote", "listNotes", "listEntries"] as const)(
  "finds nothing in %s, and tries what the contract gives to try",
  async (operation) => {
    const results = await noted.run(operation, "all", {}, { runs: 3 });
    const told = results.map(({ group, detail, status, reason, findings }) => {
      const said = [reason, ...findings.map(({ message }) => message)].filter((one) => one !== null);
      return [`${nameOfCase({ operation: "", group, detail })}, ${status}`, ...said].join(" | ");
    });
    expect(told).toMatchSnapshot();
  },
);
