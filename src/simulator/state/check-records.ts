import { fullPath } from "../../contract/match-operation.ts";
import type { CheckedRequest, Context, RecordView } from "../../define.ts";
import { createStoppedClock } from "../clock.ts";
import { judgeReply } from "../judge-reply.ts";
import { type ServedProvider, standinCredential } from "../provider.ts";
import { shorten } from "../refusal.ts";
import { requireReply, toWireReply } from "../reply.ts";
import { createSources } from "../sources.ts";
import { type BrokenRecord, type Found, toFound } from "./broken-record.ts";
import { checkAnswers } from "./check-answers.ts";
import { checkDeclared } from "./check-declared.ts";
import { type MemberNames, mergeNames, misspeltMembers } from "./misspelt-members.ts";
import { type BrokenPlace, memberAt, type Path } from "./plain-data.ts";
import type { MapShape } from "./shape.ts";
import { mostBroken } from "./state-refusal.ts";

/** When and beside what records are shown. */
export interface Showing {
  tenant: string;
  time: number;
  /** Of states whose members have the right names; without one names are not looked at. */
  named: readonly MapShape[];
}

/**
 * Holds every record against what the mock says of it, has it shown as the mock says that it is, and holds that against the
 * contract, until more is broken than is told. Handlers may do what they want: each collection is shown of a copy, at a time
 * that stands still, with ids and chance of no tenant's.
 */
export function checkRecords(
  provider: ServedProvider,
  state: unknown,
  { tenant, time, named }: Showing,
): (BrokenPlace | BrokenRecord)[] {
  const { id, definition } = provider;
  const seen = new Set<string>();
  const found: (BrokenPlace | BrokenRecord)[] = [];
  for (const [collection, view] of Object.entries(definition.records ?? {})) {
    const path = collection.split(".");
    if (found.length > mostBroken) return found;
    if (typeof view === "string") continue;
    if ("answer" in view) {
      found.push(...checkAnswers(provider, view, recordsAt(state, path), path));
      continue;
    }
    const copy = structuredClone(state);
    const { nextId, random } = createSources(`${id}/${collection}`);
    const known = namesOf(collection, named);
    const context = { state: copy, tenant, clock: createStoppedClock(time), nextId, random };
    for (const [key, record] of [...recordsAt(copy, path)]) {
      if (found.length > mostBroken) return found;
      const declared = checkDeclared(view, [key, record], path);
      found.push(...declared);
      if ("hidden" in view) continue;
      const { path: asked, broken } = checkRecord(provider, view, { key: String(key), record, known }, context);
      for (const one of broken) {
        // A handler need not show what is no record of the mock's.
        if (declared.length > 0 && one.rule === undefined) continue;
        // An answer that shows another record as well tells of that one only where nothing has before.
        if (isNew(seen, JSON.stringify([view.operation, asked, one.part, one.pointer, one.message])))
          found.push({ collection, key: String(key), operation: view.operation, ...one });
      }
    }
  }
  return found;
}

/** The members that records have in any of some states. */
function namesOf(collection: string, maps: readonly MapShape[]): MemberNames {
  return mergeNames(maps.filter(({ name }) => name === collection).map(({ names }) => names));
}

/** That a mock names a Map of its state is held when it is loaded. */
function recordsAt(state: unknown, path: Path): ReadonlyMap<unknown, unknown> {
  return memberAt(state, path) as ReadonlyMap<unknown, unknown>;
}

function isNew(seen: Set<string>, text: string): boolean {
  return seen.size < seen.add(text).size;
}

function checkRecord(
  provider: ServedProvider,
  view: RecordView<unknown>,
  { key, record, known }: { key: string; record: unknown; known: MemberNames },
  context: Context<unknown>,
): { path: CheckedRequest["path"]; broken: Found[] } {
  const { contract, handlers } = provider;
  const operation = contract.operations.find(({ id }) => id === view.operation);
  const handler = handlers.get(view.operation);
  if (operation === undefined || handler === undefined) throw new Error(`No handler of ${view.operation}`);
  const { method } = operation;
  let path: CheckedRequest["path"] = {};
  try {
    const parts = view.request(key, record, context.state);
    if (parts === undefined) return { path, broken: [] };
    path = parts.path ?? {};
    // Half a surrogate pair, which no URL can name, is a text all the same: handlers find such a key in the path's parameters.
    const address = fullPath(contract, operation).replaceAll(/\{([^}]*)\}/g, (_, name) =>
      encodeURIComponent(String(path[name]).replaceAll(/\p{Surrogate}/gu, "\ufffd")),
    );
    const reply = requireReply(
      handler(
        {
          operation: operation.id,
          method,
          url: `${contract.servers[0]?.origin ?? ""}${address}`,
          sentTo: `http://localhost/${provider.id}${address}`,
          path: {},
          query: {},
          headers: parts.body === undefined ? {} : { "content-type": "application/json" },
          body: undefined,
          text: parts.body === undefined ? undefined : JSON.stringify(parts.body),
          credential: standinCredential,
          violations: [],
          ...parts,
        },
        context,
      ),
    );
    const wire = toWireReply(reply, operation);
    if (wire.status >= 300)
      return {
        path,
        broken: [{ pointer: "", message: `answers ${wire.status} for it: ${shorten(wire.text ?? "no body")}` }],
      };
    const misspelt = misspeltMembers(contract, record, known, wire.text ?? "");
    const broken: Found[] = judgeReply({ contract, operation, method }, wire, reply).map(toFound);
    return { path, broken: [...broken, ...misspelt.map((message) => ({ pointer: "", message }))] };
  } catch (error) {
    return { path, broken: [{ pointer: "", message: `threw: ${shorten(String(error))}` }] };
  }
}
