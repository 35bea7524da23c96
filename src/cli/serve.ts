import { setTimeout } from "node:timers/promises";
import { type Catalog, createCatalog } from "../catalog.ts";
import { StandinError } from "../errors.ts";
import { type AppOptions, type Standin, startStandin } from "../index.ts";
import { colorsFor } from "../report/colors.ts";
import { formatExchange, formatStray } from "../report/exchange-line.ts";
import { createLocate } from "../report/locate.ts";
import { formatTable } from "../report/table.ts";
import type { StartingClock } from "../simulator/clock.ts";
import { isLoopback } from "../simulator/is-loopback.ts";
import { formatCurl } from "./curl.ts";
import { chooseExample } from "./example.ts";
import { keepHeapSmall } from "./keep-heap-small.ts";
import { bearMocks } from "./uncaught.ts";

export interface ServeOptions {
  port: number;
  host: string;
  token?: string;
  scenario: string;
  seed: number;
  clock: StartingClock;
  limits?: boolean;
  open?: boolean;
  state?: string;
  watch?: boolean;
  journalLimit?: number;
  journalBytes?: number;
  quiet?: boolean;
  providers?: string;
  json?: boolean;
}

/** A provider as the table and the line of JSON tell it. */
interface Served {
  id: string;
  baseUrl: string;
  credential: string;
  /** The vendor's own host, which is served too. */
  host: string;
  /** A command that works; null where the provider has no interaction to make it of. */
  curl: string | null;
}

/** Serves until a signal ends it, then with status 0. */
export async function serve(providers: readonly string[], options: ServeOptions): Promise<void> {
  const stopped = stopSignal();
  const { providers: providersDir, json, quiet, open, ...rest } = options;
  const catalog = createCatalog({ providersDir });
  bearMocks(providersDir ?? "standin");
  const started = startStandin({
    ...rest,
    ...(providers.length > 0 ? { providers } : {}),
    ...(providersDir === undefined ? {} : { providersDir }),
    open: open === true,
    ...(quiet ? {} : createExchangeLog(catalog)),
  });
  const standin = await Promise.race([started, stopped]);
  if (standin === undefined) {
    // Providers that were ready have been served: what was written there is to be saved.
    const closed = started.then(
      (late) => late.close().catch(tellUnsaved),
      () => {},
    );
    await Promise.race([closed, setTimeout(startMs, undefined, { ref: false })]).finally(endSoon);
    return;
  }
  try {
    const served = describe(standin, catalog);
    // A token that was given is known where it is needed; another log need not have it.
    const newToken = options.token === undefined ? standin.token : undefined;
    process.stdout.write(json ? formatReady(standin, served, newToken) : formatBanner(standin, served));
    if (!isLoopback(options.host)) process.stderr.write(formatWarning(standin, json ? undefined : newToken));
    keepHeapSmall();
    await stopped;
  } finally {
    await Promise.all([standin.close().catch(tellUnsaved), setTimeout(settleMs)]).finally(endSoon);
  }
}

/** What a mock leaves behind, a timer or an import that waits, would keep the process for ever. */
function endSoon(): void {
  setTimeout(lingerMs, undefined, { ref: false }).then(() => process.exit());
}

/** What a mock threw has been told when it threw. */
function tellUnsaved(error: unknown): void {
  if (error instanceof StandinError) throw error;
}

/** Note: npm hands on the signal that the terminal has sent already; a process about to exit would die of it. */
const settleMs = 200;

const lingerMs = 1000;

/** How long a start that is to be stopped may go on. */
const startMs = 3000;

/** A terminal that is closed, or an ssh that drops, sends the last of them. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Later signals change nothing. */
function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of endings) process.on(signal, () => resolve(undefined));
    if (process.env.npm_lifecycle_event !== undefined) watchParent(() => resolve(undefined));
  });
}

/** Under npx there is a shell in between; a signal ends it, and the server would stay behind with its port. */
function watchParent(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}

function formatWarning({ url }: Standin, newToken: string | undefined): string {
  const { hostname } = new URL(url);
  // A host that stands for all addresses is told by the one that is the same everywhere.
  const place = isLoopback(hostname) ? `, with its own address in the place of ${hostname}` : "";
  const warning = `Whoever reaches this machine can use the stand-ins${place}. /_standin demands the token of everyone`;
  return newToken === undefined ? `${warning}.\n` : `${warning}: authorization: Bearer ${newToken}\n`;
}

/** Lines are gathered for a moment, so that a busy stand-in does not wait for the terminal with every answer. */
function createExchangeLog(catalog: Catalog): Required<Pick<AppOptions, "onExchange" | "onStray">> {
  const colors = colorsFor(process.stderr);
  const locate = createLocate(catalog.folderOf);
  let waiting: (() => string)[] = [];
  const log = (format: () => string): void => {
    if (waiting.push(format) > 1) return;
    setTimeout(20).then(() => {
      const lines = waiting;
      waiting = [];
      process.stderr.write(lines.map((formatLine) => formatLine()).join(""));
    });
  };
  return {
    onExchange: (exchange) => log(() => formatExchange(exchange, colors, locate)),
    onStray: (stray) => log(() => formatStray(stray, colors)),
  };
}

function describe(standin: Standin, catalog: Catalog): Served[] {
  return standin.providers.map((id) => {
    const { baseUrl, credential, host } = standin.provider(id);
    const example = chooseExample(
      catalog.listInteractions(id).map(({ interaction }) => interaction),
      `${standin.url}/${id}`,
    );
    return { id, baseUrl, credential, host, curl: example === undefined ? null : formatCurl(example) };
  });
}

function formatReady({ url }: Standin, providers: readonly Served[], token: string | undefined): string {
  return `${JSON.stringify({ event: "ready", url, control: `${url}/_standin`, token, providers })}\n`;
}

function formatBanner({ url, token }: Standin, served: readonly Served[]): string {
  const colors = colorsFor(process.stdout);
  const rows = served.map(({ id, baseUrl, credential }) => [id, baseUrl, credential]);
  const commands = served.flatMap(({ curl }) => (curl === null ? [] : [`${curl}\n`]));
  return [
    `${formatTable([["PROVIDER", "BASE URL", "CREDENTIAL"], ...rows], colors)}\n`,
    ...(commands.length === 0 ? [] : [colors.dim("Try one of each:\n"), ...commands, "\n"]),
    `Exchanges and what they broke${token === undefined ? "" : ", with -H 'authorization: Bearer TOKEN'"}: ${url}/_standin/exchanges, ${url}/_standin/violations\n`,
    "Ctrl-C ends it.\n",
  ].join("");
}
