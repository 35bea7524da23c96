import type { Provider } from "../catalog.ts";
import type { Operation } from "../contract/contract.ts";
import type { Handler } from "../define.ts";

export type { Provider };

/** A contract and its mock, prepared to be served. */
export interface ServedProvider extends Provider {
  /** By operationId, in the order of the contract. */
  operations: ReadonlyMap<string, ServedOperation>;
  /** Names of credentials that are accepted, each also with "+" and a tenant's name. */
  credentials: ReadonlySet<string>;
}

export interface ServedOperation {
  operation: Operation;
  handler: Handler<unknown> | null;
  /** Why there is no handler. */
  notModelled: string | null;
}

/** The credential that every provider accepts. */
export const standinCredential = "standin-key";

export function prepareProvider(provider: Provider): ServedProvider {
  const { contract, definition } = provider;
  const handlers = new Map(Object.entries(definition.operations));
  const notModelled = new Map(Object.entries(definition.notModelled ?? {}));
  return {
    ...provider,
    operations: new Map(
      contract.operations.map((operation) => {
        const { id } = operation;
        return [id, { operation, handler: handlers.get(id) ?? null, notModelled: notModelled.get(id) ?? null }];
      }),
    ),
    credentials: new Set([standinCredential, ...Object.keys(definition.credentials ?? {})]),
  };
}
