import type { Handler, Reply } from "../../src/define.ts";
import { integratedAccountId } from "./integrated-accounts.ts";
import type { TrutoState } from "./state.ts";

/** Scope and life of a key are documented nowhere. Assumed: one operation on one record through one connection, and this many keys. */
const keysKept = 500;

/** A kept answer, and whose operation's it is by its name. Throws where there is none. */
export function keptAnswer(name: string, kept: unknown): { operation: string; reply: Reply } {
  const [, operation] = JSON.parse(name) as string[];
  return { operation: String(operation), reply: kept as Reply };
}

/** Gives a repeated Idempotency-Key the first answer again, and does nothing twice. */
export function once(handler: Handler<TrutoState>): Handler<TrutoState> {
  return (request, context) => {
    const key = request.headers["idempotency-key"];
    if (key === undefined || key.length === 0) return handler(request, context);
    const { keptAnswers } = context.state;
    const name = JSON.stringify([integratedAccountId(request), request.operation, request.path.id ?? null, key]);
    const kept = keptAnswers.get(name);
    if (kept !== undefined) return kept;
    const reply = handler(request, context);
    for (const oldest of keptAnswers.keys()) {
      if (keptAnswers.size < keysKept) break;
      keptAnswers.delete(oldest);
    }
    keptAnswers.set(name, { status: reply.status, body: reply.body });
    return reply;
  };
}
