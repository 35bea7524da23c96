import { formatPlace, oneLine } from "../../contract/violation.ts";
import type { Violation } from "../../exchange.ts";
import { shorten, show } from "../refusal.ts";
import type { BrokenPlace } from "./plain-data.ts";
import type { StateSettings } from "./state-settings.ts";

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

/** A broken place as one line, whatever stands in the state. */
export function formatBroken(
  broken: BrokenPlace | BrokenRecord,
  provider: string,
  locate: StateSettings["locate"],
): string {
  if (!("collection" in broken))
    return oneLine(`${broken.pointer === "" ? "The state" : shorten(broken.pointer)} ${broken.message}`);
  const { collection, key, operation, part, pointer, rule, message, contract, evidence } = broken;
  const subject = `${collection} ${show(key)}: ${operation}`;
  if (part === undefined || rule === undefined || contract === undefined) return oneLine(`${subject} ${message}`);
  const place = formatPlace({ part, pointer: shorten(pointer), rule });
  const { file, line } = locate({ provider, contract }).contract;
  return oneLine(`${subject} ${place}: ${message} (${file}:${line}, ${evidence})`);
}

/** What is wrong with a record, wherever it stands. */
export type Found = Omit<BrokenRecord, "collection" | "key" | "operation">;

export function toFound({ part, pointer, rule, message, evidence, contract }: Violation): Found {
  return { pointer, message, part, rule, evidence, contract };
}
