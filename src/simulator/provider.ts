import type { Provider } from "../catalog.ts";
import type { Handler } from "../define.ts";

export type { Provider };

/** A contract and its mock, prepared to be served. */
export interface ServedProvider extends Provider {
  /** By operationId; those that the mock does not model have none. */
  handlers: ReadonlyMap<string, Handler<unknown>>;
  /** Names of credentials that are accepted, each also with "+" and a tenant's name. */
  credentials: ReadonlySet<string>;
}

/** The credential that every provider accepts. */
export const standinCredential = "standin-key";

export function prepareProvider(provider: Provider): ServedProvider {
  const { operations, credentials } = provider.definition;
  return {
    ...provider,
    handlers: new Map(Object.entries(operations)),
    credentials: new Set([standinCredential, ...Object.keys(credentials ?? {})]),
  };
}
