import { whereOpened } from "../contract/opened-contracts.ts";
import { targetOf } from "../contract/target-of.ts";
import { formatViolation } from "../contract/violation.ts";
import type { Exchange } from "../exchange.ts";

const longest = 400;

/** Some lines for a message: the request and its answer, and what was found in them. */
export function showExchange({ id, operation, request, response, fault, violations }: Exchange): string {
  const target = targetOf(request.url);
  const answer = response === null ? "no answer" : String(response.status);
  const lines = [
    `${id} ${request.method} ${shorten(target)} -> ${answer} (${operation ?? "no operation"}${fault === undefined ? "" : `, fault ${fault.kind}`})`,
    ...bodyLine("sent", request),
    ...bodyLine("answered", response ?? {}),
    ...violations.map((violation) => `${violation.severity}: ${formatViolation(whereOpened(violation))}`),
  ];
  return lines.map((line, index) => `${index === 0 ? "  " : "    "}${line}`).join("\n");
}

function bodyLine(word: string, { body, bodyEncoding }: { body?: string; bodyEncoding?: "base64" }): string[] {
  if (body === undefined || body === "") return [];
  return [`${word} ${bodyEncoding === undefined ? shorten(body) : "bytes that are no text"}`];
}

function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
