import { join } from "node:path";
import { createCatalog } from "../../../src/catalog.ts";
import type { Case } from "../../../src/conformance/case.ts";
import type { Driver, Session } from "../../../src/conformance/driver.ts";
import { createInProcessDriver } from "../../../src/conformance/in-process.ts";
import { type CaseResult, nameOfCase, runCase } from "../../../src/conformance/run.ts";
import {
  createSuite,
  type OperationUnderTest,
  type Suite,
  type SuiteSettings,
} from "../../../src/conformance/suite.ts";
import { startStandin } from "../../../src/index.ts";
import { suiteOptions, suiteProvider } from "../../../src/open-tenant.ts";
import { call, correct, type OperationId, type Steps } from "./adapter.ts";
import { schemas } from "./schemas.ts";

/** What is another thing about a suite than usual. */
export type Unusual = Partial<OperationUnderTest & Pick<SuiteSettings, "retries" | "runs" | "seed" | "timeout">> &
  Partial<Pick<Driver, "drivesTime">> & {
    /** It is not seen which call sends what, as of a driver in another process. */
    hidesSenders?: boolean;
  };

/** A fictional vendor, and the suite of an adapter for it. */
export interface Noted {
  /** The cases of one operation, in their order: what each is called, and what it holds. */
  list(operation: OperationId, unusual?: Unusual): Promise<string[]>;
  /** What comes of the cases of one operation: those of some groups, or of all. */
  run(
    operation: OperationId,
    groups: readonly string[] | "all",
    mistake?: Partial<Steps>,
    unusual?: Unusual,
  ): Promise<CaseResult[]>;
  /** A line for each finding: the case, then the place, the rule and the message. */
  find(
    operation: OperationId,
    groups: readonly string[] | "all",
    mistake?: Partial<Steps>,
    unusual?: Unusual,
  ): Promise<string[]>;
  close(): Promise<void>;
}

const providersDir = join(import.meta.dirname, "providers");

export async function startNoted(): Promise<Noted> {
  const catalog = createCatalog({ providersDir });
  const { contract } = await catalog.loadProvider("noted");
  const standin = await startStandin({ ...suiteOptions, providersDir, providers: ["noted"], log: () => {} });
  const documented = catalog.listInteractions("noted").map(({ interaction }) => interaction as Interaction);
  const open = (operation: OperationId, mistake: Partial<Steps>, unusual: Unusual): Promise<Suite> => {
    const { retries, runs = 25, seed = 1, timeout = 120_000, drivesTime = true, hidesSenders, ...under } = unusual;
    const steps: Steps = { ...correct[operation], ...mistake };
    const driver = createInProcessDriver((place) => place, {
      [operation]: (place, input) => call(steps, place, input),
    });
    return createSuite({
      contract,
      documentedRequests: (id) => documented.filter((one) => one.operation === id).map(({ request }) => request),
      documentedReply: (id) =>
        documented.find((one) => one.operation === id && one.response.body !== undefined)?.response,
      provider: suiteProvider(standin.provider("noted")),
      driver: {
        ...driver,
        ...(hidesSenders ? { open: (place, time) => withoutSenders(driver.open(place, time)) } : {}),
        ...(drivesTime ? {} : { open: (place) => inRealTime((input) => call(steps, place, input)), drivesTime }),
      },
      operations: { [operation]: { ...schemas[operation], ...under } },
      ...{ retries, timeout, seed, runs },
    });
  };
  const run: Noted["run"] = async (operation, groups, mistake = {}, unusual = {}) => {
    await dropTenants(standin.url);
    const suite = await open(operation, mistake, unusual);
    try {
      const results: CaseResult[] = [];
      for (const one of casesOf(suite))
        if (groups === "all" || groups.includes(one.group) || groups.includes(`${one.group} ${one.detail}`))
          results.push(await runCase(operation, one));
      if (results.length === 0) throw new Error(`${operation} has no case of ${groups}`);
      return results;
    } finally {
      await suite.close();
    }
  };
  return {
    run,
    async list(operation, unusual = {}) {
      const suite = await open(operation, {}, unusual);
      await suite.close();
      return casesOf(suite).map(
        ({ group, detail, claim }) => `${nameOfCase({ operation: "", group, detail })}: ${claim}`,
      );
    },
    find: async (...given) => (await run(...given)).flatMap(linesOf),
    close: () => standin.close(),
  };
}

/** An adapter as one of another process is called: it waits by the machine's clock, and what it reports has no class. */
function inRealTime(act: (input: unknown) => Promise<unknown>): Session {
  return {
    async call({ input }) {
      try {
        return { answer: { kind: "result", result: await act(input) }, printed: "" };
      } catch (error) {
        const { message, status } = error as Error & { status?: number };
        return {
          answer: { kind: "error", error: { message, ...(status === undefined ? {} : { status }) } },
          printed: "",
        };
      }
    },
    async close() {},
  };
}

function casesOf(suite: Suite): Case[] {
  return suite.operations.flatMap(({ cases }) => cases);
}

function withoutSenders(session: Session): Session {
  return {
    ...session,
    async call(one) {
      const { sent: _, ...outcome } = await session.call(one);
      return outcome;
    },
  };
}

/** The tenants of every suite have the same names. */
async function dropTenants(url: string): Promise<void> {
  const { items } = (await (await fetch(`${url}/_standin/tenants`)).json()) as { items: { tenant: string }[] };
  for (const { tenant } of items) await fetch(`${url}/_standin/tenants?tenant=${tenant}`, { method: "DELETE" });
}

/** The members of an interaction that the suite takes. */
interface Interaction {
  operation: string;
  request: { method: string; url: string; headers: Record<string, string>; body?: unknown };
  response: { status: number; body: unknown };
}

function linesOf({ group, detail, findings }: CaseResult): string[] {
  const name = nameOfCase({ operation: "", group, detail });
  return findings.map(({ part, pointer, rule, message }) => {
    // Ids of exchanges and ports differ from run to run.
    const told = message.replaceAll(/x-\d{6}|(?<=localhost:)\d+/g, "N");
    return [`${name}:`, part, ...(pointer === "" ? [] : [pointer]), `${rule}:`, told].join(" ");
  });
}
