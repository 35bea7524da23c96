import type { IncomingMessage } from "node:http";
import type { StrayRequest } from "../exchange.ts";
import type { Problem } from "./problem.ts";

export type TellStray = (stray: StrayRequest) => void;

/** Describes what was answered with a problem before it reached a provider; `request` is null where it was no HTTP. */
export function createStray(request: IncomingMessage | null, { status, detail }: Problem): StrayRequest {
  return { method: request?.method ?? null, target: request?.url ?? null, status, detail };
}
