import { formatViolation } from "../contract/violation.ts";
import type { Exchange, Severity } from "../exchange.ts";
import type { Colors } from "./colors.ts";

/**
 * A terse line for an exchange that a stand-in served, and one for each thing in which the request broke the contract.
 * What the stand-in's own answer breaks is told where the defects are.
 */
export function formatExchange(exchange: Exchange, colors: Colors): string {
  const { provider, tenant, operation, request, response, durationMs, violations } = exchange;
  const target = shorten(request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, ""));
  const status =
    response === null ? colors.red("hung up") : colors[statusColor(response.status)](String(response.status));
  const who = tenant === "default" ? provider : `${provider} ${tenant}`;
  const words = [who, request.method, target, status, operation ?? "-", `${Math.round(durationMs)} ms`];
  const broken = violations.filter(({ part }) => !part.startsWith("response."));
  const lines = broken.map(
    (violation) => `${colors[color[violation.severity]](violation.severity)}: ${formatViolation(violation)}`,
  );
  return [words.join(" "), ...lines].map((line) => `${line}\n`).join("");
}

/** In characters: a target may have a quarter of a million. The journal has the whole. */
const longest = 300;

function shorten(target: string): string {
  return target.length <= longest ? target : `${target.slice(0, longest)}…`;
}

const color = { error: "red", warning: "yellow", note: "dim" } as const satisfies Record<Severity, keyof Colors>;

function statusColor(status: number): "green" | "yellow" | "red" {
  return status < 400 ? "green" : status < 500 ? "yellow" : "red";
}
