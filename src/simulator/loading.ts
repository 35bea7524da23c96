import { setImmediate } from "node:timers/promises";
import type { ServedProvider } from "./provider.ts";

/** Providers on their way. */
export interface Loading {
  /** Rejects, before any is loaded, when they cannot be listed. */
  listed: Promise<void>;
  /** All of them, in order. Rejects with the mistake in the set-up. */
  all: Promise<readonly ServedProvider[]>;
  /** One of them, ahead of the others; undefined when it is none of them. */
  first(id: string): Promise<ServedProvider> | undefined;
}

/**
 * Loads providers one after the other, and lets requests have their turn in between: what they wait for comes first.
 * Lists them at once, and loads them once `begun` has resolved; `ids` are all that were listed.
 */
export function loadInTurn(
  list: () => readonly string[],
  load: (id: string, ids: readonly string[]) => Promise<ServedProvider>,
  begun: Promise<void> = Promise.resolve(),
): Loading {
  let ids: readonly string[] = [];
  const loads = new Map<string, Promise<ServedProvider>>();
  const ahead = new Set<Promise<unknown>>();

  function loadOnce(id: string): Promise<ServedProvider> {
    const loading = loads.get(id) ?? load(id, ids);
    loads.set(id, loading);
    return loading;
  }

  async function listAll(): Promise<void> {
    ids = [...new Set(list())];
  }

  async function loadAll(): Promise<readonly ServedProvider[]> {
    await listed;
    await begun;
    const loaded: ServedProvider[] = [];
    for (const id of ids) {
      await setImmediate();
      // A request whose provider is there is answered before the next one is begun.
      while (ahead.size > 0) await Promise.allSettled(ahead).then(() => setImmediate());
      loaded.push(await loadOnce(id));
    }
    return loaded;
  }

  const listed = listAll();
  return {
    listed,
    all: loadAll(),
    first(id) {
      if (!ids.includes(id)) return undefined;
      const loading = loadOnce(id);
      ahead.add(loading);
      const leave = () => ahead.delete(loading);
      loading.then(leave, leave);
      return loading;
    },
  };
}
