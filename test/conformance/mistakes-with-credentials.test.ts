import fs from "node:fs";
import { afterAll, expect, it } from "vitest";
import type { AdapterPlace } from "../../src/conformance/driver.ts";
import { correct, type Sent } from "./noted/adapter.ts";
import { sendingSo } from "./noted/mistakes.ts";
import { startNoted } from "./noted/noted.ts";

const noted = await startNoted();
afterAll(() => noted.close());

const found = (groups: readonly string[], mistake: Parameters<typeof noted.find>[2]) =>
  noted.find("updateNote", groups, mistake);

it("finds the credential at the host that a redirect leads to", async () => {
  const mistake = sendingSo(async (send, credential) => {
    const response = await send();
    const location = response.headers.get("location");
    return location === null ? response : fetch(location, { headers: { "x-key": credential } });
  });
  expect(await found(["redirect"], mistake)).toMatchInlineSnapshot(`
    [
      "redirect 302: adapter credential-leak: the adapter follows a 302 to http://localhost:N/elsewhere and shows the credential there",
      "redirect 302: adapter credential-leak: the adapter follows a 301 to http://localhost:N/elsewhere and shows the credential there",
      "redirect 302: adapter credential-leak: the adapter follows a 303 to http://localhost:N/elsewhere and shows the credential there",
      "redirect 307: adapter credential-leak: the adapter follows a 307 to http://localhost:N/elsewhere and shows the credential there",
      "redirect 307: adapter credential-leak: the adapter follows a 308 to http://localhost:N/elsewhere and shows the credential there",
    ]
  `);
  const inBody = sendingSo(async (send, credential) => {
    const response = await send();
    const location = response.headers.get("location");
    return location === null ? response : fetch(location, { method: "POST", body: `key=${credential}` });
  });
  expect(await found(["redirect 307"], inBody)).toMatchInlineSnapshot(`
    [
      "redirect 307: adapter credential-leak: the adapter follows a 307 to http://localhost:N/elsewhere and shows the credential there",
      "redirect 307: adapter credential-leak: the adapter follows a 308 to http://localhost:N/elsewhere and shows the credential there",
    ]
  `);
  const discreet = sendingSo(async (send) => {
    const response = await send();
    const location = response.headers.get("location");
    return location === null ? response : fetch(location);
  });
  expect(await found(["redirect"], discreet)).toEqual([]);
});

it("finds a redirect that is taken for success, but for one that follows a write", async () => {
  const read = async (response: Response) =>
    response.status < 400 && response.status >= 300 ? null : correct.updateNote.read(response);
  const mistake = { read, toResult: () => null };
  expect(await found(["redirect"], mistake)).toMatchInlineSnapshot(`
    [
      "redirect 302: adapter failure-as-success: the adapter reports success, although nothing came but a 302, which it does not follow: it answers null",
      "redirect 302: adapter failure-as-success: the adapter reports success, although nothing came but a 301, which it does not follow: it answers null",
      "redirect 307: adapter failure-as-success: the adapter reports success, although nothing came but a 307, which it does not follow: it answers null",
      "redirect 307: adapter failure-as-success: the adapter reports success, although nothing came but a 308, which it does not follow: it answers null",
    ]
  `);
  expect((await noted.find("getNote", ["redirect"], mistake)).length).toBe(5);
  expect(await noted.find("getNote", ["redirect"], {})).toEqual([]);
});

it("lets a redirect be success that the contract has, and not the credential go along with it", async () => {
  const reading = { read: async () => null, toResult: () => ({}) };
  expect(await noted.find("deleteNote", ["redirect"], reading)).toEqual([]);
  // Of an event it has the 302 alone.
  const statuses = (await noted.find("getEvent", ["redirect"], reading)).map(
    (line) => /came but a (\d+)/.exec(line)?.[1],
  );
  expect(statuses).toEqual(["301", "303", "307", "308"]);
  const following = {
    send: async (place: AdapterPlace, sent: Sent) => {
      const response = await correct.deleteNote.send(place, sent);
      const location = response.headers.get("location");
      return location === null ? response : fetch(location, { headers: { "x-key": place.credential } });
    },
  };
  expect(await noted.find("deleteNote", ["redirect 302"], following)).toHaveLength(3);
});

it("finds the credential in what is printed", async () => {
  const mistake = sendingSo((send, credential) => {
    console.debug({ credential });
    return send();
  });
  expect(await found(["documented"], mistake)).toMatchInlineSnapshot(`
    [
      "documented: adapter credential-leak: what the adapter prints has the credential in it",
    ]
  `);
});

it("finds the credential in what is printed in Base64, within the headers", async () => {
  const mistake = sendingSo((send, credential) => {
    console.debug(
      Buffer.from(JSON.stringify({ accept: "*/*", authorization: `Bearer ${credential}` })).toString("base64"),
    );
    return send();
  });
  expect(await found(["documented"], mistake)).toEqual([
    "documented: adapter credential-leak: what the adapter prints has the credential in it",
  ]);
});

it.each<[string, (line: string) => void]>([
  ["writeSync", (line) => void fs.writeSync(2, line)],
  ["writeSync of bytes", (line) => void fs.writeSync(1, Buffer.from(`--${line}--`), 2, line.length)],
  ["write", (line) => fs.write(2, line, () => {})],
  ["writevSync", (line) => void fs.writevSync(2, [Buffer.from(line)])],
  ["writeFileSync", (line) => fs.writeFileSync(2, line)],
])("finds the credential in what is written to a file descriptor by %s", async (_, write) => {
  const mistake = sendingSo((send, credential) => {
    write(`${credential}\n`);
    return send();
  });
  expect(await found(["documented"], mistake)).toEqual([
    "documented: adapter credential-leak: what the adapter prints has the credential in it",
  ]);
});

it("does not take for printed what goes to a file, or stands beside what is written", async () => {
  const mistake = sendingSo((send, credential) => {
    fs.writeFileSync("/dev/null", credential);
    fs.writeSync(2, Buffer.from(`.${credential}`), 0, 1);
    return send();
  });
  expect(await found(["documented"], mistake)).toEqual([]);
});

it("finds the credential in a reported error, unless the vendor says it", async () => {
  const refusing = (tell: (text: string, response: Response) => string) => ({
    send: async (place: AdapterPlace, sent: Sent) => {
      const response = await sendOwn(place, sent);
      if (response.ok) return response;
      throw Object.assign(new Error(tell(await response.text(), response)), { credential: place.credential });
    },
  });
  const sendOwn = (place: AdapterPlace, { method, path, body }: Sent) =>
    fetch(place.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${place.credential}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    }).then((response) => Object.assign(response, { asked: { authorization: `Bearer ${place.credential}` } }));
  const asked = (response: Response) => JSON.stringify((response as unknown as { asked: object }).asked);
  expect(
    await found(
      ["refusal 404"],
      refusing((text, response) => `404 ${text}, asked with ${asked(response)}`),
    ),
  ).toEqual(["refusal 404: adapter credential-leak: the error that the adapter reports has the credential in it"]);
  expect(
    await found(
      ["refusal"],
      refusing((text, { status }) => `${status} ${text}`),
    ),
  ).toEqual([]);
});

it.each([
  ["x-debug", (credential: string) => credential],
  ["x-api-key", (credential: string) => credential],
  ["cookie", (credential: string) => `theme=dark; session=${encodeURIComponent(credential)}`],
  ["user-agent", (credential: string) => `notes/1.0 (${Buffer.from(credential).toString("base64")})`],
])("finds the credential in the header %s, where nobody documents it", async (name, show) => {
  const send = ({ baseUrl, credential }: AdapterPlace, { method, path, body }: Sent) =>
    fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${credential}`, "content-type": "application/json", [name]: show(credential) },
      body: JSON.stringify(body),
    });
  expect(await found(["documented"], { send })).toEqual([
    `documented: adapter credential-leak: the header ${name} has the credential in it, and the contract does not document that`,
  ]);
});

it("says nothing of other headers, whatever they are called", async () => {
  const send = ({ baseUrl, credential }: AdapterPlace, { method, path, body }: Sent) =>
    fetch(baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${credential}`,
        "content-type": "application/json",
        "x-request-token": "7f3a",
        "x-session-token": "of this client",
        cookie: "theme=dark",
      },
      body: JSON.stringify(body),
    });
  expect(await found(["documented"], { send })).toEqual([]);
});
