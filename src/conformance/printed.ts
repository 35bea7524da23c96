import { watchDescriptors } from "./descriptors.ts";

/** Keeps what is printed while it is open. */
export interface PrintedText {
  readonly text: string;
  close(): void;
}

const open = new Set<{ text: string }>();
let restore: (() => void) | undefined;

/** Keeps what is written to standard output and error from now on; it is still written. */
export function keepPrinted(): PrintedText {
  const kept = { text: "" };
  open.add(kept);
  restore ??= listen();
  watchDescriptors(keep);
  return {
    get text() {
      return kept.text;
    },
    close() {
      open.delete(kept);
      if (open.size > 0) return;
      restore?.();
      restore = undefined;
    },
  };
}

function keep(text: string): void {
  for (const kept of open) kept.text += text;
}

/** Note: a test runner may have put a console of its own in place, which writes to no stream of this process. */
function listen(): () => void {
  const undo = [
    wrap(process.stdout, "write"),
    wrap(process.stderr, "write"),
    ...(["debug", "info", "log", "warn", "error"] as const).map((name) => wrap(console, name)),
  ];
  return () => {
    for (const one of undo) one();
  };
}

function wrap<Name extends string>(holder: Record<Name, unknown>, name: Name): () => void {
  const own = holder[name] as (...given: unknown[]) => unknown;
  holder[name] = (...given: unknown[]) => {
    keep(`${given.map(toText).join(" ")}\n`);
    return own.apply(holder, given);
  };
  return () => {
    holder[name] = own;
  };
}

function toText(given: unknown): string {
  if (typeof given === "string") return given;
  if (given instanceof Uint8Array) return Buffer.from(given).toString("utf8");
  if (given instanceof Error) return String(given.stack);
  try {
    return JSON.stringify(given) ?? String(given);
  } catch {
    return String(given);
  }
}
