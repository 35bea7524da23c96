import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { readUpdate } from "./updates.js";

const connections = 16;

/** Sends each tenant's documented reads and its documented update, over kept-alive connections. */
export function createTenants(provider, url) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const update = readUpdate(provider);
  const reads = readInteractions(provider).filter(
    ({ operation, request, response }) =>
      operation !== null && request.method === "GET" && response.status === 200 && isPlain(request),
  );
  const steps = [
    ...reads.slice(0, 3).map(({ request: { url: address, headers }, response: { status } }) => {
      const { pathname, search } = new URL(address);
      return { method: "GET", target: pathname + search, headers, status };
    }),
    {
      method: update.method,
      target: update.target,
      headers: update.headers,
      body: update.body,
      status: update.response.status,
    },
  ];

  async function visitOne(tenant) {
    for (const { method, target, headers, body, status } of steps) {
      const answer = await send(
        `${url}/${provider}${target}`,
        { method, agent, headers: asTenant(headers, tenant) },
        body,
      );
      if (answer.status !== status)
        throw new Error(`${tenant}: ${method} ${target} was answered ${answer.status}, ${answer.text}`);
    }
  }

  return {
    /** Visits as so many tenants, each in turn, and answers how many requests that took. */
    async visit(count) {
      let next = 0;
      const work = async () => {
        while (next < count) await visitOne(`tenant-${next++}`);
      };
      await Promise.all(Array.from({ length: connections }, work));
      return count * steps.length;
    },
    health: async () => JSON.parse((await send(`${url}/_standin/health`, { method: "GET", agent })).text),
  };
}

function readInteractions(provider) {
  const folder = new URL(`../contracts/${provider}/interactions/`, import.meta.url);
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")));
}

/** With the one credential that every provider accepts, so that it can be made a tenant's. */
function isPlain({ headers }) {
  return Object.values(headers).some((value) => value !== asTenant({ value }, "t").value);
}

function asTenant(headers, tenant) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, renew(value, tenant)]));
}

function renew(value, tenant) {
  const [scheme, token = ""] = value.split(" ");
  if (scheme !== "Basic") return value.replace(/\bstandin-key$/, `standin-key+${tenant}`);
  const credentials = Buffer.from(token, "base64")
    .toString()
    .replace(/^standin-key:/, `standin-key+${tenant}:`);
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

function send(url, options, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject).end(body);
  });
}
