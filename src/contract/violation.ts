import type { Evidence, Part, Severity, Violation } from "../exchange.ts";
import type { Contract } from "./contract.ts";
import { locate, type Node } from "./documents.ts";
import { evidenceOf } from "./evidence.ts";
import type { RuleName, SequenceRuleName } from "./rules.ts";
import { toShortJson } from "./short-json.ts";

/** What a check found, before it is put into its place in the exchange and in the contract. */
export interface Finding {
  /** JSON Pointer inside the part. */
  pointer: string;
  rule: RuleName | SequenceRuleName;
  message: string;
  expected: unknown;
  actual: unknown;
  /** The statement of the contract that is broken. */
  statement: Pick<Node, "document" | "pointer">;
  /** Of how many findings this one tells together. */
  count?: number;
}

/** Rules that are advice whatever the evidence: nothing that the vendor demands is broken. */
const advice: ReadonlySet<string> = new Set(["deprecated"]);

const severities: Readonly<Record<Evidence, Severity>> = {
  documented: "error",
  client: "error",
  observed: "error",
  inferred: "warning",
  assumed: "note",
};

export function severityOf(rule: string, part: Part, evidence: Evidence): Severity {
  if (advice.has(rule)) return "note";
  // Responses are open: a vendor may add members without a word, and adapters have to live with it.
  if (rule === "undocumented-property" && part === "response.body") return "note";
  return severities[evidence];
}

export function createViolation(contract: Contract, operation: string | null, part: Part, finding: Finding): Violation {
  const { evidence, source } = evidenceOf(contract.documents, finding.statement);
  return {
    provider: contract.provider,
    operation,
    part,
    pointer: shortened(finding.pointer),
    rule: finding.rule,
    severity: severityOf(finding.rule, part, evidence),
    evidence,
    message: finding.message,
    expected: finding.expected ?? null,
    actual: capped(finding.actual),
    contract: locate(contract.documents, finding.statement),
    source,
  };
}

/** One greppable line, whatever stands in the exchange. */
export function formatViolation(violation: Violation): string {
  const { provider, operation, message, contract, evidence } = violation;
  return oneLine(
    `[${provider}] ${operation ?? "-"} ${formatPlace(violation)}: ${message} (${contract.file}:${contract.line}, ${evidence})`,
  );
}

/** The part, the place in it, and the rule that is broken there. */
export function formatPlace({ part, pointer, rule }: Pick<Violation, "part" | "pointer" | "rule">): string {
  return pointer === "" ? `${part} ${rule}` : `${part} ${pointer} ${rule}`;
}

const maxShown = 1000;

/** A violation is kept with the journal and printed: what was sent is shown, not kept whole whatever its size. */
function capped(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "string") return shortened(value);
  if (typeof value !== "object" || value === null) return value;
  const text = toShortJson(value, maxShown) as string;
  return text.length <= maxShown ? value : shortened(text);
}

function shortened(text: string): string {
  return text.length <= maxShown ? text : `${text.slice(0, maxShown)}…`;
}

/** Control characters, line separators and changes of direction would let a body write into a terminal or a log. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through.
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ");
}
