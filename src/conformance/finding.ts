import type { Contract, Operation } from "../contract/contract.ts";
import { locate, type Node } from "../contract/documents.ts";
import { toShortJson } from "../contract/short-json.ts";
import { oneLine } from "../contract/violation.ts";
import type { ContractLocation, Exchange, Part, Violation } from "../exchange.ts";
import type { CallSite } from "./call-sites.ts";

/** What an adapter does wrong beside what it sends: each a rule of part `adapter`. */
export type AdapterRule =
  /** It is still not through when it must be. */
  | "hang"
  /** Its process ends, or would for an error that nobody catches. */
  | "crash"
  /** Its driver does not keep to the lines that were agreed on. */
  | "protocol"
  /** Nothing reaches the vendor. */
  | "no-request"
  /** It reports an error where the vendor did what it was asked. */
  | "unexpected-error"
  /** It reports success where the vendor refused. */
  | "refusal-as-success"
  /** Its error says neither status nor message of the vendor. */
  | "refusal-hidden"
  /** It reports success where no usable answer came. */
  | "failure-as-success"
  /** What it answers breaks its own output schema. */
  | "output"
  /** What it answers is not what the vendor said. */
  | "output-differs"
  /** A member of its input does not reach the vendor. */
  | "input-lost"
  /** A member of its input reaches the vendor as something else. */
  | "input-altered"
  /** It sends what its input leaves out, and the vendor loses what it has; or a text such as "undefined", made of nothing. */
  | "input-added"
  /** It changes the input of its caller, or lets one call show in another. */
  | "shared-state"
  /** It does not retry, and should; or does, and should not. */
  | "retries"
  /** It sends a write again that was done. */
  | "repeated-write"
  /** What it sends again is not what came to nothing. */
  | "altered-repeat"
  /** It stops before the last page, or leaves out what a page shows. */
  | "incomplete-list"
  /** It shows the credential to whom it does not concern. */
  | "credential-leak";

/** Something wrong that a case has found. */
export interface Finding extends Omit<Violation, "part" | "rule"> {
  /** Of the case. */
  case: string;
  part: Part | "adapter";
  rule: string;
  /** Id of the exchange, where there is one. */
  exchange: string | null;
  /** Where the adapter's code sends that exchange, where that can be seen: in this process. */
  callSite?: CallSite;
}

/** What is at hand when something is found. */
export interface FindingPlace {
  contract: Contract;
  operation: Operation;
  /** The statement of the contract that it is about. */
  statement?: Node;
  exchange?: Exchange | undefined;
}

export interface AdapterFault {
  rule: AdapterRule;
  /** JSON Pointer in input or result. */
  pointer?: string;
  message: string;
  expected?: unknown;
  actual?: unknown;
}

/** The finding of an adapter's own fault; `case` is added by whoever runs the case. */
export function createFinding(
  { contract, operation, statement = operation.node, exchange }: FindingPlace,
  { rule, pointer = "", message, expected = null, actual = null }: AdapterFault,
): Omit<Finding, "case"> {
  return {
    provider: contract.provider,
    operation: operation.id,
    part: "adapter",
    pointer,
    rule,
    severity: "error",
    evidence: operation.evidence,
    message: oneLine(message),
    expected,
    actual,
    contract: locate(contract.documents, statement),
    source: operation.source,
    exchange: exchange?.id ?? null,
  };
}

/** One greppable line. */
export function formatFinding({
  provider,
  operation,
  part,
  pointer,
  rule,
  message,
  contract,
  evidence,
  callSite,
}: Finding): string {
  const place = pointer === "" ? `${part} ${rule}` : `${part} ${pointer} ${rule}`;
  const location: ContractLocation = contract;
  const sent = callSite === undefined ? "" : `, sent at ${callSite.file}:${callSite.line}:${callSite.column}`;
  return oneLine(
    `[${provider}] ${operation ?? "-"} ${place}: ${message} (${location.file}:${location.line}, ${evidence})${sent}`,
  );
}

const longestShown = 200;

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const text = toShortJson(value, longestShown) ?? "nothing";
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}
