import type { JournalledExchange } from "../entry.ts";

/** One exchange a line. */
export async function* toNdjson(parts: Iterable<readonly JournalledExchange[]>): AsyncGenerator<string> {
  for (const part of parts) yield part.map((exchange) => `${JSON.stringify(exchange)}\n`).join("");
}
