import { isObject } from "../contract/is-object.ts";
import { StandinError } from "../errors.ts";
import type { StrayRequest } from "../exchange.ts";
import {
  type Checks,
  checkOptions,
  isBoolean,
  isCount,
  isFromZero,
  isFunction,
  isText,
  show,
} from "./check-options.ts";
import type { StartingClock } from "./clock.ts";
import { isToken, tokenRule } from "./control/token.ts";
import type { JournalledExchange } from "./entry.ts";

/** What is served, and how. */
export interface AppOptions {
  /**
   * Ids of the providers to serve.
   * @default all that the folders define
   */
  providers?: readonly string[];
  /**
   * A folder with contracts/ and mocks/ of one's own, beside the built-in ones.
   * @default "./standin" if there is one
   */
  providersDir?: string;
  /**
   * The starting state of every tenant, by name.
   * @default "documented"
   */
  scenario?: string;
  /**
   * What ids and chance are made from, a whole number: the same seed gives the same bytes.
   * @default 1
   */
  seed?: number;
  /**
   * Accept any well-formed credential, each with a tenant of its own.
   * @default false
   */
  open?: boolean;
  /**
   * "stepped" starts at 2026-01-01T00:00:00Z and takes one second an exchange, for each tenant by itself;
   * "real" is the system's time.
   * @default "stepped"
   */
  clock?: StartingClock;
  /**
   * Count requests as the vendors do, with the figures that they document: who asks too often is answered 429. A
   * tenant's clock that is stepped goes on as a shifted one, so that a minute is one.
   * @default false
   */
  limits?: boolean;
  /**
   * What every request to the control API has to carry as `Authorization: Bearer TOKEN`, from wherever it comes: 16 to
   * 256 characters. Without one it answers this machine only.
   * @default none; `startStandin` makes one where `host` is not this machine's loopback
   */
  token?: string;
  /**
   * The most bytes of a request's body, after decoding; at least 1.
   * @default 1_048_576
   */
  bodyLimit?: number;
  /**
   * The most tenants at each provider, at least 1. Beyond it the one that has rested longest makes room: it begins again
   * when it comes back.
   * @default 10_000
   */
  tenantLimit?: number;
  /**
   * The most exchanges that the journal keeps, at least 1, fewer if they hold `journalBytes`. A tenant that has more than a
   * hundredth of it makes room first, by its oldest, then whoever has the oldest. Counts go on.
   * @default 10_000
   */
  journalLimit?: number;
  /**
   * About how many bytes the exchanges in the journal may hold, at least 1. The last exchange is kept, however big it is.
   * @default 16_777_216
   */
  journalBytes?: number;
  /**
   * The most bytes, or characters of text, that the journal keeps of a body, at least 1.
   * @default 65_536
   */
  journalBody?: number;
  /**
   * Takes what Standin has to say about itself: crashes of mocks, answers of theirs that break the contract, and hints.
   * What it throws goes to standard error.
   * @default writes to standard error
   */
  log?: (line: string) => void;
  /**
   * Is told of every exchange with a provider, just before its answer is sent. What it throws goes to the log and is
   * thrown by `close()`; the answer is sent all the same.
   * @default nobody is
   */
  onExchange?: (exchange: JournalledExchange) => void;
  /**
   * Is told of every request that reaches no provider, as by a wrong base URL, and of what is no HTTP: neither is in a
   * journal. What it throws goes where that of `onExchange` goes.
   * @default nobody is
   */
  onStray?: (stray: StrayRequest) => void;
}

/** What is served, and where. */
export interface StartOptions extends AppOptions {
  /**
   * The port to listen on, from 0 to 65535; 0 takes a free one.
   * @default 0
   */
  port?: number;
  /**
   * The address to listen on. Where other machines reach it they reach the stand-ins; the control API demands a token.
   * @default "127.0.0.1"
   */
  host?: string;
  /**
   * Serve changed contracts and mocks at once, and keep every tenant's state; a change that does not hold together is told
   * to `log`, and what was served goes on. Providers that come are served too, unless `providers` names those to serve.
   * @default false
   */
  watch?: boolean;
  /**
   * The path of a file that keeps the states of all tenants, with their clocks, from one run to the next: it is read at the
   * start and written by `close()`. One that is not there is made then. No two servers can have one.
   * @default every run begins anew
   */
  state?: string;
}

const appChecks: Checks<AppOptions> = {
  providers: [
    "a list of at least one provider's id",
    (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  ],
  providersDir: ["the path of a folder", isText],
  scenario: ["the name of a scenario", isText],
  seed: isFromZero,
  open: isBoolean,
  clock: ['"stepped" or "real"', (value) => value === "stepped" || value === "real"],
  limits: isBoolean,
  token: [tokenRule, isToken],
  bodyLimit: ["a number of bytes, at least 1", isCount],
  tenantLimit: ["a number of tenants, at least 1", isCount],
  journalLimit: ["a number of exchanges, at least 1", isCount],
  journalBytes: ["a number of bytes, at least 1", isCount],
  journalBody: ["a number of bytes, at least 1", isCount],
  log: isFunction,
  onExchange: isFunction,
  onStray: isFunction,
};

const isPort = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535;

const startChecks: Checks<StartOptions> = {
  ...appChecks,
  port: ["a whole number from 0 to 65535, and 0 takes a free one", isPort],
  // Note: an empty host would mean every address of this machine.
  host: ['an address of this machine, such as "127.0.0.1"', isText],
  watch: isBoolean,
  state: ["the path of a file", isText],
};

/** Throws OPTION_INVALID at the first option of createApp, or of startStandin, that there is not or whose value is not allowed. */
export function assertOptions(options: unknown, listens: boolean): void {
  if (!isObject(options))
    throw new StandinError(
      "OPTION_INVALID",
      `The options are ${show(options)}. They are an object such as { providers: ["acme"] }.`,
    );
  checkOptions(options, listens ? startChecks : appChecks, { secret: "token" });
}
