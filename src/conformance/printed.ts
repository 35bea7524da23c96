import { formatWithOptions } from "node:util";
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
    wrap(process.stdout, "write", ([written]) => toText(written)),
    wrap(process.stderr, "write", ([written]) => toText(written)),
    ...(["debug", "info", "log", "warn", "error"] as const).map((name) => wrap(console, name, formatPrinted)),
  ];
  return () => {
    for (const one of undo) one();
  };
}

type ToText = (given: readonly unknown[]) => string;

function wrap<Name extends string>(holder: Record<Name, unknown>, name: Name, textOf: ToText): () => void {
  const own = holder[name] as (...given: unknown[]) => unknown;
  holder[name] = (...given: unknown[]) => {
    keep(`${textOf(given)}\n`);
    return own.apply(holder, given);
  };
  return () => {
    holder[name] = own;
  };
}

/** What is written to a stream: text, or the bytes of one. */
function toText(written: unknown): string {
  return written instanceof Uint8Array ? Buffer.from(written).toString("utf8") : String(written);
}

/** As deep as loggers show the errors of HTTP clients, whose request has the credential. */
const shownDepth = 6;

function formatPrinted(given: readonly unknown[]): string {
  try {
    return formatWithOptions({ depth: shownDepth }, ...given);
  } catch {
    // What cannot be shown is not printed either.
    return "";
  }
}
