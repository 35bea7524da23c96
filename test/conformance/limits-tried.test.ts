import { afterAll, expect, it } from "vitest";
import { correct } from "./noted/adapter.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const { updateNote } = correct;

/** What the adapter is asked to send of one member at the contract's limits: texts and lists by their length. */
async function triedFor(name: string, schema: object, value: unknown): Promise<string> {
  const asked: unknown[] = [];
  const toRequest = (input: { noteId: string }) => {
    const given = (input as Record<string, unknown>)[name];
    asked.push(typeof given === "string" || Array.isArray(given) ? given.length : given);
    return updateNote.toRequest(input);
  };
  const input = { type: "object", required: ["noteId"], properties: { noteId: { type: "string" }, [name]: schema } };
  const unusual = { input, examples: [{ noteId: "note-1", [name]: value }] };
  const [result] = await noted.run("updateNote", ["contract-limits"], { toRequest }, unusual);
  // A limit is tried of a call for itself, behind those that show where members go.
  return result?.status === "skipped" ? `${result.reason}` : asked.join(" ");
}

it("tries each limit of the contract that the adapter's schema leaves open, just within and just beyond", async () => {
  const text = { type: "string" };
  const tags = { type: "array", items: text };
  const contact = "grace@example.com";
  expect({
    title: await triedFor("title", text, "Water the plants"),
    "title of 30 at the most": await triedFor("title", { ...text, maxLength: 30 }, "Water the plants"),
    contact: await triedFor("contact", text, contact),
    priority: await triedFor("priority", { type: "integer" }, 40),
    "priority from 20": await triedFor("priority", { type: "integer", minimum: 20 }, 40),
    weight: await triedFor("weight", { type: "number" }, 12.5),
    tags: await triedFor("tags", tags, ["home"]),
    "two tags at the most": await triedFor("tags", { ...tags, maxItems: 2 }, ["home"]),
  }).toMatchInlineSnapshot(`
    {
      "contact": "21 21 17 17 17 60 59 61",
      "priority": "40 40 40 40 40 10 11 9 90 89 91",
      "priority from 20": "40 40 40 40 40 90 89 91",
      "tags": "1 1 1 1 1 1 1 1 3 2 4",
      "title": "19 19 16 16 16 1 2 0 40 39 41",
      "title of 30 at the most": "19 19 16 16 16 1 2 0",
      "two tags at the most": "1 1 1 1 1 1 1 1",
      "weight": "12.5 12.5 12.5 12.5 12.5 -50 -49 -51",
    }
  `);
});
