const events = ["unhandledRejection", "uncaughtException"] as const;

const open = new Set<{ first: { thrown: unknown } | undefined }>();
let restore: (() => void) | undefined;

/** Keeps the first error that nobody catches, which would end the process, while it is open. */
export function keepLooseErrors(): { readonly first: { thrown: unknown } | undefined; close(): void } {
  const kept: { first: { thrown: unknown } | undefined } = { first: undefined };
  open.add(kept);
  restore ??= listen();
  return {
    get first() {
      return kept.first;
    },
    close() {
      open.delete(kept);
      if (open.size > 0) return;
      restore?.();
      restore = undefined;
    },
  };
}

function listen(): () => void {
  const keep = (thrown: unknown): void => {
    for (const kept of open) kept.first ??= { thrown };
  };
  const others = events.map((event) => process.rawListeners(event));
  for (const event of events) process.removeAllListeners(event).on(event as "uncaughtException", keep);
  return () => {
    for (const [index, event] of events.entries()) {
      process.removeAllListeners(event);
      for (const listener of others[index] ?? []) process.on(event, listener as () => void);
    }
  };
}
