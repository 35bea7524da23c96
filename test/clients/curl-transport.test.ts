import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { curl, curlIsMissing } from "./curl.ts";
import { type ClientTenant, standInTest } from "./stand-in-test.ts";

// biome-ignore lint/suspicious/noExplicitAny: five vendors' answers, of which the tests know one place each.
type Answer = any;

interface Update {
  method: string;
  path: string;
  headers(tenant: ClientTenant): string[];
  /** A body that carries texts, of at most 255 characters each. */
  body(texts: string[]): object;
  /** The texts in the answer. */
  texts(answer: Answer): string[];
  /** False where the vendor has no operation that reads what the path names. */
  readable: boolean;
}

const stackoneHeaders = ({ credential }: ClientTenant) => [
  ...["--user", `${credential}:`],
  ...["--header", "x-account-id: standin-account"],
  ...["--header", "content-type: application/json"],
];
const bearerHeaders = ({ credential }: ClientTenant) => [
  ...["--header", `authorization: Bearer ${credential}`],
  ...["--header", "content-type: application/json"],
];
const stackoneId = "8187e5da-dc77-475e-9949-af0f1fa4e4e3";
const ctrlHubId = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const weeekId = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const trutoQuery = "integrated_account_id=62f44730-dd91-461e-bd6a-aedd9e0ad79d";

const updates: Record<string, Update> = {
  stackone: {
    method: "PATCH",
    path: `/unified/crm/contacts/${stackoneId}`,
    headers: stackoneHeaders,
    body: (emails) => ({ emails }),
    texts: ({ data }) => data.emails,
    readable: true,
  },
  "ctrl-hub": {
    method: "PUT",
    path: `/v3/orgs/${ctrlHubId}/customers/contacts/${ctrlHubId}`,
    headers: ({ credential }) => [
      ...["--header", `x-session-token: ${credential}`],
      ...["--header", "content-type: application/vnd.api+json"],
    ],
    body: (texts) => ({ data: { id: ctrlHubId, type: "contacts", attributes: { last_name: texts.join(" ") } } }),
    texts: ({ data }) => data.attributes.last_name.split(" "),
    readable: true,
  },
  stuut: {
    method: "PATCH",
    path: "/v2/internal-contacts/standin-contact",
    headers: bearerHeaders,
    body: (texts) => ({ job_title: texts.join(" ") }),
    texts: ({ job_title }) => job_title.split(" "),
    readable: false,
  },
  weeek: {
    method: "PUT",
    path: `/crm/contacts/${weeekId}`,
    headers: bearerHeaders,
    body: (phones) => ({ firstName: "Grace", phones }),
    texts: ({ contact }) => contact.phones.map(({ phone }: { phone: string }) => phone),
    readable: true,
  },
  truto: {
    method: "PATCH",
    path: `/unified/crm/accounts/23423523?${trutoQuery}`,
    headers: bearerHeaders,
    body: (texts) => ({ description: texts.join(" ") }),
    texts: ({ description }) => description.split(" "),
    readable: true,
  },
};

const short = ["Grace"];
/** Over the KiB from which on curl asks before it sends. */
const long = Array.from({ length: 8 }, (_, index) => `${index}${"\u00e4".repeat(200)}`);

for (const [provider, { method, path, headers, body, texts, readable }] of Object.entries(updates)) {
  const it = standInTest(provider).skipIf(curlIsMissing);

  const update = (tenant: ClientTenant, args: string[], input: string | Buffer) =>
    curl(
      [...["--request", method], ...headers(tenant), ...["--data-binary", "@-"], ...args, `${tenant.baseUrl}${path}`],
      input,
    );

  it(`${provider}: takes a body in chunks`, async ({ tenant }) => {
    const chunked = ["--header", "transfer-encoding: chunked"];
    const answer = await update(tenant, chunked, JSON.stringify(body(long)));
    expect(texts(JSON.parse(answer.body))).toEqual(long);
    expect(tenant.exchanges()[0]?.request.headers).toMatchObject({ "transfer-encoding": "chunked" });
  });

  it(`${provider}: takes a body that is compressed`, async ({ tenant }) => {
    const sent = JSON.stringify(body(long));
    const answer = await update(tenant, ["--header", "content-encoding: gzip"], gzipSync(sent));
    expect(texts(JSON.parse(answer.body))).toEqual(long);
    expect(tenant.exchanges()[0]?.request.body).toBe(sent);
  });

  it(`${provider}: tells a client that asks first to go on`, async ({ tenant }) => {
    const answer = await update(tenant, ["--header", "expect: 100-continue"], JSON.stringify(body(long)));
    expect(answer.statusLines).toEqual(["HTTP/1.1 100 Continue", "HTTP/1.1 200 OK"]);
    expect(texts(JSON.parse(answer.body))).toEqual(long);
  });

  it(`${provider}: answers a client that takes compressed answers`, async ({ tenant }) => {
    const answer = await update(tenant, ["--compressed"], JSON.stringify(body(short)));
    expect(texts(JSON.parse(answer.body))).toEqual(short);
  });

  it(`${provider}: answers HTTP/1.0 and closes`, async ({ tenant }) => {
    const answer = await update(tenant, ["--http1.0"], JSON.stringify(body(short)));
    expect([answer.statusLines, answer.headers.connection]).toEqual([["HTTP/1.1 200 OK"], "close"]);
    expect(answer.headers).not.toHaveProperty("transfer-encoding");
    expect(texts(JSON.parse(answer.body))).toEqual(short);
  });

  it(`${provider}: takes the slash twice where base URL and path meet`, async ({ tenant }) => {
    const answer = await update({ ...tenant, baseUrl: `${tenant.baseUrl}/` }, [], JSON.stringify(body(short)));
    expect(texts(JSON.parse(answer.body))).toEqual(short);
  });

  it(`${provider}: refuses a body over the limit before curl has sent it`, async ({ tenant }) => {
    const answer = await update(tenant, ["--max-time", "5"], Buffer.alloc(4 * 1024 * 1024, "x"));
    expect([answer.statusLines.at(-1), answer.headers["standin-problem"], answer.headers.connection]).toEqual([
      expect.stringMatching(/^HTTP\/1\.1 413 /),
      "body-too-large",
      "close",
    ]);
  });

  it(`${provider}: answers HEAD like GET, without the body`, async ({ tenant }) => {
    if (!readable) tenant.provokes = ["request.path method"];
    const args = [...headers(tenant).slice(0, -2), `${tenant.baseUrl}${path}`];
    const head = await curl(["--head", ...args]);
    if (!readable) {
      expect([head.statusLines, head.body]).toEqual([["HTTP/1.1 405 Method Not Allowed"], ""]);
      return;
    }
    const get = await curl(args);
    expect([head.statusLines, head.body]).toEqual([get.statusLines, ""]);
    const { date: _, ...fields } = get.headers;
    expect(head.headers).toMatchObject(fields);
    expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(get.body)));
  });
}
