import { afterAll, expect, it } from "vitest";
import { sending } from "./noted/mistakes.ts";
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

/** The bodies that were sent for the input that is told, with what is told of it. */
async function smallest(mistake: ReturnType<typeof sending>, unusual: Parameters<typeof noted.run>[3] = {}) {
  const [result] = await noted.run("updateNote", ["generated"], mistake, unusual);
  return {
    found: result?.findings.map(({ pointer, message }) => `${pointer}: ${message}`),
    sent: result?.exchanges.map(({ request }) => request.body),
  };
}

it("tells of an input with several members the one that matters, and no other", async () => {
  const examples = [{ noteId: "note-1", title: "A title", text: "A text", priority: 40, tags: ["home"] }];
  const mistake = sending(({ text, ...body }) => ({
    ...body,
    ...(text === undefined ? {} : { text: typeof text === "string" ? text.replaceAll(/[^\w/ ]/gu, "") : text }),
  }));
  expect(await smallest(mistake, { examples })).toMatchInlineSnapshot(`
    {
      "found": [
        "/text: "{" reaches the vendor as "", in request.body /text",
      ],
      "sent": [
        "{"text":""}",
      ],
    }
  `);
});
