import { afterAll, expect } from "vitest";
import { type Standin, startStandin } from "../../src/index.ts";

/** How the example adapters are made for a test: as a rule they wait two seconds at most, and sleep in name only. */
export interface Given {
  baseUrl: string;
  credential: string;
  timeoutMs?: number;
  sleep?: (ms: number) => Promise<void>;
}

export interface Trial<Adapter> {
  adapter: Adapter;
  tenant: ReturnType<ReturnType<Standin["provider"]>["tenant"]>;
  /** What the adapter was to sleep, in milliseconds. */
  slept: number[];
  /** Each exchange as "updateContact 200", or "lost" in the status's place. None of them may have broken the contract. */
  exchanges(): string[];
}

/** A stand-in for a file of tests; gives each test an adapter with a tenant of its own. */
export async function startTrials<Adapter>(
  provider: string,
  create: (given: Given) => Adapter,
): Promise<(name: string) => Trial<Adapter>> {
  const standin = await startStandin({ providers: [provider] });
  afterAll(() => standin.close());
  return (name) => {
    const tenant = standin.provider(provider).tenant(name.replaceAll(" ", "-"));
    const slept: number[] = [];
    const sleep = async (ms: number): Promise<void> => void slept.push(ms);
    const { baseUrl, credential } = tenant;
    return {
      tenant,
      slept,
      adapter: create({ baseUrl, credential, timeoutMs: 2000, sleep }),
      exchanges() {
        expect(tenant.violations()).toEqual([]);
        return tenant.exchanges().map(({ operation, response }) => `${operation} ${response?.status ?? "lost"}`);
      },
    };
  };
}
