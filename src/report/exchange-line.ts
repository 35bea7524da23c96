import { targetOf } from "../contract/target-of.ts";
import { formatViolation, oneLine } from "../contract/violation.ts";
import type { Exchange, Severity, StrayRequest } from "../exchange.ts";
import type { Colors } from "./colors.ts";
import type { Locate } from "./locate.ts";

/**
 * A terse line for an exchange that a stand-in served, and one for each thing in which the request broke the contract.
 * What the stand-in's own answer breaks is told where the defects are. A refusal for which the contract gives no reason,
 * as of a credential that is well-formed and unknown, is told in the vendor's words, and one of Standin's own in these.
 */
export function formatExchange(exchange: Exchange, colors: Colors, locate: Locate): string {
  const { provider, tenant, operation, request, response, durationMs, violations, fault } = exchange;
  const target = shorten(targetOf(request.url), longestTarget);
  const status =
    response === null
      ? colors.red(fault === undefined ? "hung up" : "no answer")
      : colors[statusColor(response.status)](String(response.status));
  const who = tenant === "default" ? provider : `${provider} ${tenant}`;
  const words = [who, request.method, target, status, operation ?? "-", `${Math.round(durationMs)} ms`];
  if (fault !== undefined) words.push(colors.yellow(`(${fault.id}: ${fault.kind})`));
  const broken = violations.filter(({ part }) => !part.startsWith("response."));
  const lines = broken.map(
    (violation) => `${colors[color[violation.severity]](violation.severity)}: ${formatViolation(locate(violation))}`,
  );
  const refusal = broken.length === 0 && fault === undefined ? formatRefusal(response) : "";
  return [words.join(" ") + refusal, ...lines].map((line) => `${line}\n`).join("");
}

/** A line for a request that reached no provider. */
export function formatStray({ method, target, status, detail }: StrayRequest, colors: Colors): string {
  const words = ["-", method, target && shorten(target, longestTarget), colors[statusColor(status)](String(status))];
  return `${words.filter((word) => word !== null).join(" ")}, ${ourWords(detail)}\n`;
}

function ourWords(detail: string): string {
  return `Standin itself${detail === "" ? "" : `: ${oneLine(shorten(detail, longestRefusal))}`}`;
}

function formatRefusal(response: Exchange["response"]): string {
  if (response === null || response.status < 400) return "";
  const { status, headers, body = "", bodyEncoding } = response;
  if (headers["standin-problem"] !== undefined) return `, ${ourWords(detailOf(body))}`;
  const what = status === 401 ? "credential refused" : "refused";
  return body === "" || bodyEncoding !== undefined
    ? `, ${what}`
    : `, ${what}: ${oneLine(shorten(body, longestRefusal))}`;
}

/** What a problem says; nothing where the journal has cut it off. */
function detailOf(body: string): string {
  try {
    return String(JSON.parse(body).detail ?? "");
  } catch {
    return "";
  }
}

/** In characters: a target may have a quarter of a million. The journal has the whole. */
const longestTarget = 300;
const longestRefusal = 200;

function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

const color = { error: "red", warning: "yellow", note: "dim" } as const satisfies Record<Severity, keyof Colors>;

function statusColor(status: number): "green" | "yellow" | "red" {
  return status < 400 ? "green" : status < 500 ? "yellow" : "red";
}
