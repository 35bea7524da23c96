import { afterAll, expect, it } from "vitest";
import type { VendorEvent } from "./noted/adapter.ts";
import { answering } from "./noted/mistakes.ts";
import { startNoted, type Unusual } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

it("finds 0 that is told as nothing, but not of an id, and null that is told as a text", async () => {
  const numbers = ["number-answer"];
  const falsy = answering((result, { priority }) => ({ ...result, priority: priority || null }));
  expect(await noted.find("getNote", numbers, falsy)).toMatchInlineSnapshot(`
    [
      "number-answer: adapter /priority output-differs: the result is null, and the vendor's answer has 0 at /priority",
    ]
  `);
  const texts = answering((result, { text }) => ({ ...result, text: `${text}` }));
  const found = await noted.find("getNote", ["null-answer /text", "absent-member /text"], texts);
  expect(found).toMatchInlineSnapshot(`
    [
      "absent-member /text: adapter /text output-differs: the result is "undefined", and the vendor's answer has nothing at /text",
      "null-answer /text: adapter /text output-differs: the result is "null", and the vendor's answer has null at /text",
    ]
  `);
});

/** What is made of an event's seats and price, of which the vendor says 120 and 40. */
const ofEvent = (make: (event: VendorEvent) => unknown, output: Unusual["output"] = { type: "object" }) =>
  [
    "getEvent" as const,
    ["number-answer"],
    { toResult: ([event]: readonly VendorEvent[]) => event && make(event) },
    { output },
  ] as const;

it("knows what may be 0 by its name", async () => {
  const falsy = (name: string) => noted.find(...ofEvent(({ venue }) => ({ [name]: venue.seats || null })));
  for (const name of ["seats", "seats2", "2seats", "idsOf", "amount"])
    expect([name, await falsy(name)]).toEqual([name, [expect.stringContaining("has 0 at /venue/seats")]]);
  for (const name of ["seatId", "seat_ids", "openTime", "stamp", "total", "seatCount", "7"])
    expect([name, await falsy(name)]).toEqual([name, []]);
  expect(await noted.find(...ofEvent(({ venue }) => ({ list: [venue.seats || null] })))).toEqual([]);
});

it("lets an adapter leave out a record of which a number is 0, and refuse such numbers", async () => {
  const leaving = ({ venue: { seats, name } }: VendorEvent) => ({
    id: 1,
    ...(seats ? { venue: { seats, name } } : {}),
  });
  expect(await noted.find(...ofEvent(leaving))).toEqual([]);
  const refusing = ({ venue: { seats } }: VendorEvent) => {
    if (seats !== 120) throw new Error("There are other seats.");
    return { seats };
  };
  expect(await noted.find(...ofEvent(refusing))).toEqual([]);
});

it("tries none that the output schema rules out", async () => {
  const output = { type: "object", properties: { seats: { type: "integer", minimum: 1, maximum: 500 } } };
  expect(await noted.find(...ofEvent(({ venue }) => ({ seats: venue.seats || null }), output))).toEqual([]);
  expect(await noted.find(...ofEvent(({ venue }) => ({ seats: (venue.seats ?? 0) | 0 }), output))).toEqual([]);
});

it("says why there may be nothing to try", async () => {
  const run = async (...given: Parameters<typeof noted.run>) =>
    (await noted.run(...given)).map(({ status, reason }) => `${status}: ${reason}`);
  expect(await run(...ofEvent(({ id }) => ({ id })))).toMatchInlineSnapshot(`
    [
      "skipped: the result shows no number of the answer that could be large",
    ]
  `);
  expect(await run(...ofEvent(({ price }) => ({ price })))).toEqual(["passed: null"]);
});

it("leaves the numbers beside a list alone, which count its pages", async () => {
  const toResult = (
    bodies: readonly { tasks: { id: string; total: number }[]; paging: { total_count: number } }[],
  ) => ({
    count: (bodies[0]?.paging.total_count ?? 0) | 0,
    tasks: bodies.flatMap(({ tasks }) => tasks.map(({ id, total }) => ({ id, total }))),
  });
  const output = { type: "object" };
  expect(await noted.find("listTasks", ["number-answer"], { toResult } as never, { output })).toEqual([]);
  const cut = (bodies: never) => {
    const { tasks, ...others } = toResult(bodies);
    return { ...others, tasks: tasks.map(({ id, total }) => ({ id, total: total | 0 })) };
  };
  expect(await noted.find("listTasks", ["number-answer"], { toResult: cut } as never, { output })).toHaveLength(1);
});
