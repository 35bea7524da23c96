import type { JournalledExchange } from "../entry.ts";

/** One exchange a line, and a last line `{"gap":{"missed":n}}` where n of them had to make room while it was read. */
export async function* toNdjson(parts: Iterator<readonly JournalledExchange[], number>): AsyncGenerator<string> {
  let part = parts.next();
  for (; part.done !== true; part = parts.next())
    yield part.value.map((exchange) => `${JSON.stringify(exchange)}\n`).join("");
  if (part.value > 0) yield `${JSON.stringify({ gap: { missed: part.value } })}\n`;
}
