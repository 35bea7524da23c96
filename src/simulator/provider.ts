import type { Provider } from "../catalog.ts";
import type { Handler } from "../define.ts";
import type { ServedContract } from "./entry.ts";

export type { Provider };

/** A contract and its mock, prepared to be served. */
export interface ServedProvider extends Provider {
  /** By operationId; those that the mock does not model have none. */
  handlers: ReadonlyMap<string, Handler<unknown>>;
  /** Names of credentials that are accepted, each also with "+" and a tenant's name. */
  credentials: ReadonlySet<string>;
  /** What its exchanges keep of the contract. */
  served: ServedContract;
}

/** The credential that every provider accepts. */
export const standinCredential = "standin-key";

export function prepareProvider(provider: Provider): ServedProvider {
  const { operations, credentials } = provider.definition;
  const { contract } = provider;
  return {
    ...provider,
    handlers: new Map(Object.entries(operations)),
    credentials: new Set([standinCredential, ...Object.keys(credentials ?? {})]),
    served: { provider: provider.id, credentials: contract.credentials },
  };
}

/** A provider as it is whenever somebody looks: it may be loaded anew. */
export function followProvider(id: string, current: () => ServedProvider): ServedProvider {
  return {
    id,
    get mock() {
      return current().mock;
    },
    get contract() {
      return current().contract;
    },
    get definition() {
      return current().definition;
    },
    get handlers() {
      return current().handlers;
    },
    get credentials() {
      return current().credentials;
    },
    get served() {
      return current().served;
    },
  };
}
