import { formatPlace } from "../../contract/violation.ts";
import type { Violation } from "../../exchange.ts";
import type { BrokenPlace } from "./plain-data.ts";

/** A record that breaks the contract, or that no handler can show. */
export interface BrokenRecord extends BrokenPlace {
  /** The Map that holds it, and its key there. */
  collection: string;
  key: string;
  /** The operation that shows it, and what of its answer is broken. */
  operation: string;
  part?: Violation["part"];
  rule?: Violation["rule"];
  evidence?: Violation["evidence"];
  /** The statement of the contract that is broken. */
  contract?: Violation["contract"];
}

/** A broken place as one line. */
export function formatBroken(broken: BrokenPlace | BrokenRecord): string {
  if (!("collection" in broken)) return `${broken.pointer === "" ? "The state" : broken.pointer} ${broken.message}`;
  const { collection, key, operation, part, pointer, rule, message, contract, evidence } = broken;
  const subject = `${collection} ${JSON.stringify(key)}: ${operation}`;
  if (part === undefined || rule === undefined || contract === undefined) return `${subject} ${message}`;
  return `${subject} ${formatPlace({ part, pointer, rule })}: ${message} (${contract.file}:${contract.line}, ${evidence})`;
}
