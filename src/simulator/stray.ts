import type { IncomingMessage } from "node:http";
import { anyCredentials, type CredentialNames, commonCredentials } from "../contract/credential-names.ts";
import { redactUrl } from "../contract/redaction.ts";
import type { StrayRequest } from "../exchange.ts";
import type { Problem } from "./problem.ts";

export type TellStray = (stray: StrayRequest) => void;

/** Describes what was answered with a problem before it reached a provider; `request` is null where it was no HTTP. */
export function createStray(request: IncomingMessage | null, { status, detail }: Problem): StrayRequest {
  return { method: request?.method ?? null, target: request?.url ?? null, status, detail };
}

/**
 * The same without credentials: whose they are nobody knows, so that what any of the contracts takes for one counts, and
 * every value of a query while no contract is known.
 */
export function redactStray(stray: StrayRequest, contracts: readonly CredentialNames[] | undefined): StrayRequest {
  if (stray.target === null) return stray;
  const names = contracts === undefined ? [anyCredentials] : [commonCredentials, ...contracts];
  const target = names.reduce((text, credentials) => redactUrl({ credentials }, text), stray.target);
  return { ...stray, target, detail: stray.detail.replaceAll(stray.target, () => target) };
}
