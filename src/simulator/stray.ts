import type { IncomingMessage } from "node:http";
import type { Contract } from "../contract/contract.ts";
import { redactUrl } from "../contract/redaction.ts";
import type { StrayRequest } from "../exchange.ts";
import type { Problem } from "./problem.ts";

export type TellStray = (stray: StrayRequest) => void;

/** Describes what was answered with a problem before it reached a provider; `request` is null where it was no HTTP. */
export function createStray(request: IncomingMessage | null, { status, detail }: Problem): StrayRequest {
  return { method: request?.method ?? null, target: request?.url ?? null, status, detail };
}

/** The same without credentials: whose they are nobody knows, so that what any contract takes for one counts. */
export function redactStray(stray: StrayRequest, contracts: readonly Contract[]): StrayRequest {
  const redact = (text: string): string => contracts.reduce((target, contract) => redactUrl(contract, target), text);
  return { ...stray, target: stray.target === null ? null : redact(stray.target) };
}
