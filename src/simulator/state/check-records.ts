import { fullPath } from "../../contract/match-operation.ts";
import { didYouMean } from "../../contract/near-miss.ts";
import type { CheckedRequest, Context, RecordView } from "../../define.ts";
import type { Violation } from "../../exchange.ts";
import { createStoppedClock } from "../clock.ts";
import { judgeReply } from "../judge-reply.ts";
import { type ServedProvider, standinCredential } from "../provider.ts";
import { Refusal } from "../refusal.ts";
import { requireReply, toWireReply } from "../reply.ts";
import { createSources } from "../sources.ts";
import type { BrokenRecord } from "./broken-record.ts";
import { mapsOf, type Shape } from "./shape.ts";

/**
 * Has every record shown as the mock says that it is, and held against the contract. Handlers may do what they want: each
 * collection is shown of a copy, at a time that stands still, with ids and chance of no tenant's.
 */
export function checkRecords(
  provider: ServedProvider,
  state: unknown,
  shape: Shape,
  { tenant, time }: { tenant: string; time: number },
): BrokenRecord[] {
  const { id, definition } = provider;
  const maps = mapsOf(shape);
  const names = maps.map(({ name }) => name);
  const seen = new Set<string>();
  return Object.entries(definition.records ?? {}).flatMap(([collection, view]) => {
    const map = maps.find(({ name }) => name === collection);
    if (map === undefined)
      throw new Refusal(
        "mock-state",
        `[${id}] The mock's "records" name "${collection}", which is no Map of its state.${didYouMean(collection, names)} There are: ${names.join(", ")}.`,
      );
    if (typeof view === "string") return [];
    const copy = structuredClone(state);
    const { nextId, random } = createSources(`${id}/${collection}`);
    const context = { state: copy, tenant, clock: createStoppedClock(time), nextId, random };
    const records = map.path.reduce((at, name) => (at as Record<string, unknown>)[name], copy) as Map<unknown, unknown>;
    return [...records].flatMap(([key, record]) => {
      const { path, broken } = checkRecord(provider, view, { key: String(key), record }, context);
      // An answer that shows another record as well tells of that one only where nothing has before.
      return broken
        .filter(({ part, pointer, message }) =>
          isNew(seen, JSON.stringify([view.operation, path, part, pointer, message])),
        )
        .map((one) => ({ collection, key: String(key), operation: view.operation, ...one }));
    });
  });
}

function isNew(seen: Set<string>, text: string): boolean {
  return seen.size < seen.add(text).size;
}

type Found = Omit<BrokenRecord, "collection" | "key" | "operation">;

function checkRecord(
  provider: ServedProvider,
  view: RecordView<unknown>,
  { key, record }: { key: string; record: unknown },
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
      return { path, broken: [{ pointer: "", message: `answers ${wire.status} for it: ${wire.text ?? "no body"}` }] };
    return { path, broken: judgeReply({ contract, operation, method }, wire, reply).map(toFound) };
  } catch (error) {
    return { path, broken: [{ pointer: "", message: `threw: ${error}` }] };
  }
}

function toFound({ part, pointer, rule, message, evidence, contract }: Violation): Found {
  return { pointer, message, part, rule, evidence, contract };
}
