import { readdirSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import picocolors from "picocolors";
import { expect, it } from "vitest";
import { checkExchange } from "../src/contract/check-exchange.ts";
import type { Contract } from "../src/contract/contract.ts";
import { loadContract } from "../src/contract/load.ts";
import { fullPath } from "../src/contract/match-operation.ts";
import { type Exchange, type StartOptions, startStandin } from "../src/index.ts";
import { formatExchange, formatStray } from "../src/report/exchange-line.ts";

const root = join(import.meta.dirname, "..");
const fixtures = join(root, "test/fixtures/providers");
const colors = picocolors.createColors(false);

/** Stands in every credential that is sent, and nowhere else. */
const secret = "Zq7731xTopSecret";
/** As it is, and where Basic has put it in base64, less what follows it. */
const forms = [secret, Buffer.from(secret).toString("base64").slice(0, 20)];

interface Sent {
  headers?: Record<string, string | string[]>;
  query?: string;
}

/** Names of credentials that no contract here may know, in several spellings. */
const wellKnown = [
  ...["X-Api-Key", "api-key", "apikey", "API_KEY", "X-Auth-Token", "auth_token", "x-session-token", "sessionToken"],
  ...["access_token", "Access-Token", "refresh_token", "id_token", "bearer-token", "token", "X-Token", "client_secret"],
  ...["secret", "password", "passwd", "Private-Token", "X-Amz-Security-Token", "proxy_authorization", "token[]"],
  ...["X-Vault-Token", "X-CSRF-Token", "Ocp-Apim-Subscription-Key", "X-Auth", "DPoP", "jwt", "sessionId", "hapikey"],
];

/**
 * Every place in which a credential of the contract may stand, in forms that are right and wrong, and the places in which
 * one is put by mistake.
 */
function waysToSend(contract: Contract): Sent[] {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  const authorizations = [
    ...[`Bearer ${secret}`, `bearer  ${secret}`, `Bearer standin-key+t ${secret}`, `Bearer standin-key+${secret}!`],
    ...[basic(`${secret}:`), basic(`${secret}:${secret}`), basic(`standin-key:${secret}`), basic(secret)],
    ...[`Basic ${secret}`, `Token ${secret}`, secret],
  ];
  const ways: Sent[] = authorizations.map((authorization) => ({ headers: { authorization } }));
  ways.push({ headers: { "proxy-authorization": `Bearer ${secret}` } });
  ways.push({ headers: { authorization: ["Bearer standin-key", `Bearer ${secret}`] } });
  const headers = wellKnown.filter((name) => !name.includes("[")).map((name) => [name, secret]);
  ways.push({ headers: Object.fromEntries(headers) });
  const pairs = ["authorization", ...wellKnown].map((name) => `${name}=${secret}`);
  ways.push({ query: pairs.join("&") }, { query: `a=1&access%5Ftoken=${secret}&access_token=%zz${secret}` });
  ways.push({ headers: { cookie: [...pairs, `sid="${secret}"`, secret].join("; "), referer: `/a?${pairs[1]}` } });
  for (const { parameter } of Object.values(contract.securitySchemes)) {
    if (parameter === null) continue;
    const { name } = parameter;
    ways.push({ headers: { [name]: secret, cookie: `${name}=${secret}` }, query: `${name.toUpperCase()}=${secret}` });
    if (parameter.in === "header")
      ways.push({ headers: { [name]: secret } }, { headers: { [name]: [secret, `${secret}2`] } });
    if (parameter.in === "cookie") ways.push({ headers: { cookie: `a=1; ${name}=${secret}; b=2` } });
    if (parameter.in === "query")
      ways.push({ query: `a=1&${name}=${secret}` }, { query: `${name}=${secret}&${name}=2` });
  }
  return ways;
}

/** Answers what came back, head and body. */
function ask(port: number, path: string, headers: Sent["headers"] = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, path, headers }, async (response) => {
      resolve(`${JSON.stringify(response.headers)}\n${(await response.setEncoding("utf8").toArray()).join("")}`);
    }).on("error", reject);
  });
}

function readNdjson(text: string): Exchange[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ request }) => request !== undefined);
}

const providers: [id: string, folder: string][] = [
  ...readdirSync(join(root, "contracts")).map((id): [string, string] => [id, root]),
  ["acme", fixtures],
];

it.each(providers.flatMap(([id, folder]) => [false, true].map((open) => ({ id, folder, open }))))(
  "no credential is told by $id, wherever it was sent, and what is told is judged as what was sent (open: $open)",
  async ({ id, folder, open }) => {
    const contract = loadContract({ provider: id, file: join(folder, `contracts/${id}/openapi.yaml`), base: folder });
    const told: string[] = [];
    const options: StartOptions = {
      providers: [id],
      open,
      log: (line) => told.push(line),
      onExchange: (exchange) => told.push(formatExchange(exchange, colors, (violation) => violation)),
      onStray: (stray) => told.push(formatStray(stray, colors), JSON.stringify(stray)),
      ...(folder === root ? {} : { providersDir: folder }),
    };
    const standin = await startStandin(options);
    const { port } = standin;
    const calm = contract.operations.filter((operation) => operation.id !== "crash");
    const paths = calm.map((operation) => fullPath(contract, operation).replaceAll(/\{\w+\}/g, "1"));
    const targets = [...new Set(paths)].slice(0, 3).map((path) => `/${id}${path}`);
    let sent = 0;
    for (const { headers, query } of waysToSend(contract)) {
      for (const target of [...targets, `/${id}/nowhere/at/all`, "/nobody"]) {
        told.push(await ask(port, query === undefined ? target : `${target}?${query}`, headers));
        if (target !== "/nobody") sent++;
      }
    }
    const control = [
      ...["health", "tenants", "coverage", "violations?limit=1000", "near-misses?limit=1000", "exchanges?limit=1000"],
      ...["exchanges.ndjson", "exchanges.har", `exchanges/events?since=x-000000&limit=${sent}`],
      ...["exchanges/wait?count=1", "strays", "exchanges/wait?count=1000&within=1ms"],
    ];
    const answers = [];
    for (const route of control) answers.push(await ask(port, `/_standin/${route}`));
    const tenant = standin.provider(id).tenant("default");
    const unmet = await tenant.waitFor({ count: 1_000_000, within: "1ms" }).catch(String);
    await standin.close();

    // All was there to be told.
    expect(answers[6]?.trim().split("\n")).toHaveLength(sent + 1);
    expect(answers[8]?.match(/^event: exchange$/gm)).toHaveLength(sent);
    expect(told.length).toBeGreaterThan(sent);
    const judged = readNdjson(answers[6] as string).map(({ id, request, response, violations }) => {
      const answered = response?.headers["standin-problem"] === undefined ? response : null;
      const again = checkExchange(contract, { request, response: answered });
      return [id, JSON.stringify(violations), JSON.stringify(again.violations)];
    });
    expect(judged.filter(([, before, after]) => before !== after)).toEqual([]);
    expect(unmet).toContain("came within 1ms");
    const leaks = [...told, ...answers, String(unmet)].filter((text) => forms.some((form) => text.includes(form)));
    const around = (text: string) =>
      forms.flatMap((form) =>
        text
          .split(form)
          .slice(0, -1)
          .map((before) => before.slice(-300)),
      );
    expect(leaks.flatMap(around).slice(0, 5)).toEqual([]);
  },
  60_000,
);
