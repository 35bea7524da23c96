import type { Agent } from "node:http";
import { request as openRequest } from "node:http";
import { type Catalog, createCatalog } from "../../src/catalog.ts";
import type { Headers } from "../../src/exchange.ts";
import { type Interaction, withTenant } from "../providers/interaction.ts";

/** What a client does at a provider: a write that keeps a text which is the writer's own, and a read that shows it. */
export interface Work {
  provider: string;
  write(text: string): Sent;
  /** Undefined where the vendor has no operation that reads. */
  read: Sent | undefined;
  /** Each write makes a record of its own; without it the last one counts. */
  adds: boolean;
  /** The refusals that a fault of kind `status` can answer the write with. */
  refusals: readonly number[];
  /** The names of the provider's limits. */
  limits: readonly string[];
  headers(tenant: string): Headers;
}

export interface Sent {
  method: string;
  /** Below the server's address. */
  path: string;
  body?: string;
}

/** A whole answer, or none: the connection broke. */
export type Received = { status: number; headers: Headers; text: string } | undefined;

interface Plan {
  write: string;
  /** The text goes into this member of the body. */
  member: readonly string[];
  read?: string;
  adds?: boolean;
}

/** By the files of contracts/<provider>/interactions. */
const plans: Readonly<Record<string, Plan>> = {
  "ctrl-hub": {
    write: "updateContact.documented",
    member: ["data", "attributes", "first_name"],
    read: "getContact.included",
  },
  stackone: { write: "updateContact.documented", member: ["company_name"], read: "getContact.documented" },
  stuut: { write: "updateInternalContact.documented", member: ["job_title"] },
  truto: { write: "updateAccount.documented", member: ["name"], read: "getAccount.documented" },
  weeek: { write: "createContact.success", member: ["firstName"], read: "listContacts.success", adds: true },
};

export function loadWorks(): Promise<Work[]> {
  const catalog = createCatalog();
  return Promise.all(Object.entries(plans).map(([provider, plan]) => loadWork(catalog, provider, plan)));
}

async function loadWork(catalog: Catalog, provider: string, { write, member, read, adds }: Plan): Promise<Work> {
  const { contract, definition } = await catalog.loadProvider(provider);
  const interactions = catalog.listInteractions(provider).map(({ interaction }) => interaction as Interaction);
  const find = (name: string) =>
    interactions.find(({ operation, outcome }) => name === `${operation}.${outcome}`) as Interaction;
  const { operation, request } = find(write);
  const written = contract.operations.find(({ id }) => id === operation);
  return {
    provider,
    adds: adds === true,
    read: read === undefined ? undefined : toSent(provider, find(read)),
    write(text) {
      const body = structuredClone(request.body) as Record<string, unknown>;
      let holder = body;
      for (const name of member.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
      holder[member.at(-1) as string] = text;
      return { ...toSent(provider, find(write)), body: JSON.stringify(body) };
    },
    refusals: (written?.responses ?? []).map(({ status }) => Number(status)).filter((status) => status >= 400),
    limits: Object.keys(definition.limits ?? {}),
    headers: (tenant) => withTenant(request.headers, ["standin-key"], tenant),
  };
}

function toSent(provider: string, { request: { method, url } }: Interaction): Sent {
  return { method, path: url.replace(/^https?:\/\/[^/]*/, `/${provider}`) };
}

/** Sends a request whole. Rejects where nobody listens. */
export function send(url: string, { method, path, body }: Sent, headers: Headers, agent: Agent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const options = { method, agent, headers: { ...headers, ...length } };
    const outgoing = openRequest(url + path, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", () => resolve(undefined));
      response.on("end", () => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers: headers as Headers, text: Buffer.concat(chunks).toString() });
      });
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNREFUSED" ? reject(error) : resolve(undefined),
    );
    outgoing.end(body);
  });
}

/** Asks the control API, and answers its JSON, of a type that the caller knows. Throws when it refuses. */
export async function control<T>(url: string, agent: Agent, method: string, path: string, body?: unknown): Promise<T> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { "content-type": "application/json" };
  const received = await send(url, { method, path: `/_standin${path}`, ...text }, headers, agent);
  if (received === undefined || received.status >= 300)
    throw new Error(`${method} /_standin${path} was answered ${received?.status} ${received?.text}`);
  return (received.text === "" ? undefined : JSON.parse(received.text)) as T;
}
