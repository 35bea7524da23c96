import { commonCredentials } from "../../src/contract/credential-names.ts";
import type { Entry, ServedContract } from "../../src/simulator/entry.ts";
import type { Journal } from "../../src/simulator/journal.ts";

const contract: ServedContract = { provider: "acme", credentials: commonCredentials };

/** Records an exchange of acme's, a second after the one before; what a test does not say is of no account to it. */
export function record(journal: Journal, members: Partial<Entry> = {}): void {
  const number = journal.takeNumber();
  journal.record({
    number,
    contract,
    tenant: "default",
    operation: "getTask",
    time: Date.UTC(2026, 0, 1, 0, 0, number),
    recordedAt: Date.UTC(2030, 0, 1, 0, 0, number),
    durationMs: 1,
    method: "GET",
    url: "https://api.acme.example/v2/tasks/1",
    headers: {},
    body: null,
    response: null,
    violations: [],
    fault: undefined,
    planned: [],
    ...members,
  });
}
