import { expect, it } from "vitest";
import type { StartOptions } from "../../src/index.ts";
import { sendRaw, startFixture } from "./fixture.ts";

/** What comes back on the wire, byte for byte, over a scripted run. */
async function play(options: StartOptions, tenants: readonly string[] = ["default"]): Promise<string[]> {
  const standin = await startFixture(options);
  const received: string[] = [];
  for (const tenant of tenants) {
    const authorization = `Authorization: Bearer standin-key${tenant === "default" ? "" : `+${tenant}`}`;
    const send = async (line: string, body = "") => {
      const head = [
        `${line} HTTP/1.1`,
        "Host: x",
        authorization,
        "Content-Type: application/json",
        "Connection: close",
      ];
      received.push(
        await sendRaw(standin.port, `${head.join("\r\n")}\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
      );
    };
    await send("GET /acme/v2/tasks");
    await send("POST /acme/v2/tasks", '{"title":"a"}');
    await send("POST /acme/v2/tasks", "{}");
    await send("DELETE /acme/v2/tasks/task-1");
    await send("GET /acme/v2/nothing");
    await send("GET /acme/v2/tasks");
  }
  await standin.close();
  return received;
}

it("gives equal bytes in two runs with one seed", async () => {
  expect(await play({ seed: 7 })).toEqual(await play({ seed: 7 }));
});

it("gives other ids with another seed", async () => {
  expect((await play({ seed: 7 }))[1]).not.toEqual((await play({ seed: 8 }))[1]);
});

it("gives a tenant the same bytes whatever the others do, but for the journal's id in Standin's own answers", async () => {
  const withoutId = (received: string[]) => received.map((text) => text.replace(/\r\nstandin-exchange: x-\d+/i, ""));
  const received = await play({}, ["b"]);
  const alone = withoutId(received);
  expect(alone.filter((text, index) => text !== received[index])).toHaveLength(1);
  expect(withoutId(await play({}, ["a", "b"])).slice(alone.length)).toEqual(alone);
});

it("gives each tenant ids of its own", async () => {
  const [a, b] = [await play({}, ["a"]), await play({}, ["b"])];
  expect(a[1]).not.toEqual(b[1]);
});

it("tells the system's time with the real clock", async () => {
  const before = Date.now();
  const [first = ""] = await play({ clock: "real" });
  const date = Date.parse(/\r\ndate: (.*)\r\n/i.exec(first)?.[1] ?? "");
  expect(date).toBeGreaterThanOrEqual(before - 1000);
  expect(date).toBeLessThanOrEqual(Date.now());
});
