import { fullPath } from "../../contract/match-operation.ts";
import { didYouMean } from "../../contract/near-miss.ts";
import type { CheckedRequest, Context, RecordView } from "../../define.ts";
import { createStoppedClock } from "../clock.ts";
import { judgeReply } from "../judge-reply.ts";
import { type ServedProvider, standinCredential } from "../provider.ts";
import { Refusal, shorten, show } from "../refusal.ts";
import { requireReply, toWireReply } from "../reply.ts";
import { createSources } from "../sources.ts";
import { type BrokenRecord, type Found, toFound } from "./broken-record.ts";
import { checkAnswers } from "./check-answers.ts";
import { checkHidden } from "./check-hidden.ts";
import { departuresOfMembers, toBroken } from "./departures.ts";
import { type MemberNames, misspeltMembers } from "./misspelt-members.ts";
import { type BrokenPlace, isPlainObject, type Path } from "./plain-data.ts";
import { mapsOf, type Shape } from "./shape.ts";
import { mostBroken } from "./state-refusal.ts";

/**
 * Has every record shown as the mock says that it is, and held against the contract, until more is broken than is told.
 * Handlers may do what they want: each collection is shown of a copy, at a time that stands still, with ids and chance of
 * no tenant's. `documented` is what the state of the scenario "documented" is made of, if it is another one.
 */
export function checkRecords(
  provider: ServedProvider,
  state: unknown,
  shape: Shape,
  { tenant, time, documented }: { tenant: string; time: number; documented: Shape | undefined },
): (BrokenPlace | BrokenRecord)[] {
  const { id, definition } = provider;
  const seen = new Set<string>();
  const records = definition.records ?? {};
  const found: (BrokenPlace | BrokenRecord)[] = [];
  for (const { name, path, common, keyed } of mapsOf(shape)) {
    if (common !== undefined && typeof (records[name] ?? "") === "string")
      found.push(...checkHidden(mapAt(state, path), common, keyed, path));
  }
  for (const [collection, view] of Object.entries(records)) {
    const { path, common } = requireMap(id, collection, shape);
    if (typeof view === "string") continue;
    if ("answer" in view) {
      found.push(...checkAnswers(provider, view, mapAt(state, path), path));
      if (found.length > mostBroken) return found;
      continue;
    }
    const copy = structuredClone(state);
    const { nextId, random } = createSources(`${id}/${collection}`);
    const known = namesOf(collection, shape, documented);
    const context = { state: copy, tenant, clock: createStoppedClock(time), nextId, random };
    for (const [key, record] of [...mapAt(copy, path)]) {
      const own = [checkKey(view, String(key), record), checkMembers(view, record)];
      for (const message of own.filter((one) => one !== undefined))
        found.push({ collection, key: String(key), operation: view.operation, pointer: "", message });
      const { path: asked, broken, shown } = checkRecord(provider, view, { key: String(key), record, known }, context);
      if (!shown && common !== undefined)
        found.push(...departuresOfMembers(record, common, [...path, String(key)]).map(toBroken));
      for (const one of broken) {
        // An answer that shows another record as well tells of that one only where nothing has before.
        if (isNew(seen, JSON.stringify([view.operation, asked, one.part, one.pointer, one.message])))
          found.push({ collection, key: String(key), operation: view.operation, ...one });
      }
      if (found.length > mostBroken) return found;
    }
  }
  return found;
}

/** The members that records of the tenant's scenario have; where it has no records, those of the documented one. */
function namesOf(collection: string, ...shapes: readonly (Shape | undefined)[]): MemberNames {
  const maps = shapes.flatMap((shape) => (shape === undefined ? [] : mapsOf(shape)));
  return maps.find(({ name, names }) => name === collection && names.size > 0)?.names ?? new Map();
}

function mapAt(state: unknown, path: Path): ReadonlyMap<unknown, unknown> {
  return path.reduce((at, name) => (at as Record<string, unknown>)[name], state) as ReadonlyMap<unknown, unknown>;
}

/** The way to a Map that the mock has named. */
function requireMap(provider: string, collection: string, shape: Shape): ReturnType<typeof mapsOf>[number] {
  const maps = mapsOf(shape);
  const map = maps.find(({ name }) => name === collection);
  if (map !== undefined) return map;
  const names = maps.map(({ name }) => name);
  throw new Refusal(
    "mock-state",
    `[${provider}] The mock's "records" name "${collection}", which is no Map of its state.${didYouMean(collection, names)} There are: ${names.join(", ")}.`,
  );
}

function isNew(seen: Set<string>, text: string): boolean {
  return seen.size < seen.add(text).size;
}

/** What is wrong where a record does not stand under its own key: whoever asks for one would be shown another. */
function checkKey({ key: keyOf }: RecordView<unknown>, key: string, record: unknown): string | undefined {
  if (keyOf === undefined) return undefined;
  try {
    const own = String(keyOf(record));
    return own === key ? undefined : `would show another record: its own members make its key ${show(own)}`;
  } catch (error) {
    return `cannot show what has no key: ${shorten(String(error))}`;
  }
}

function checkMembers({ members = [] }: RecordView<unknown>, record: unknown): string | undefined {
  const missing = members.filter((name) => isPlainObject(record) && record[name] === undefined);
  if (missing.length === 0) return undefined;
  return `shows it without ${missing.map((name) => show(name)).join(", ")}, which other operations need`;
}

function checkRecord(
  provider: ServedProvider,
  view: RecordView<unknown>,
  { key, record, known }: { key: string; record: unknown; known: MemberNames },
  context: Context<unknown>,
): { path: CheckedRequest["path"]; broken: Found[]; shown: boolean } {
  const { contract, handlers } = provider;
  const operation = contract.operations.find(({ id }) => id === view.operation);
  const handler = handlers.get(view.operation);
  if (operation === undefined || handler === undefined) throw new Error(`No handler of ${view.operation}`);
  const { method } = operation;
  let path: CheckedRequest["path"] = {};
  try {
    const parts = view.request(key, record, context.state);
    if (parts === undefined) return { path, broken: [], shown: false };
    path = parts.path ?? {};
    const address = fullPath(contract, operation).replaceAll(/\{([^}]*)\}/g, (_, name) =>
      encodeURIComponent(String(path[name])),
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
        shown: true,
        broken: [{ pointer: "", message: `answers ${wire.status} for it: ${shorten(wire.text ?? "no body")}` }],
      };
    const misspelt = misspeltMembers(contract, record, known, wire.text ?? "");
    const broken: Found[] = judgeReply({ contract, operation, method }, wire, reply).map(toFound);
    return { path, shown: true, broken: [...broken, ...misspelt.map((message) => ({ pointer: "", message }))] };
  } catch (error) {
    return { path, shown: true, broken: [{ pointer: "", message: `threw: ${shorten(String(error))}` }] };
  }
}
