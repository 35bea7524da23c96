import type { Evidence } from "../exchange.ts";
import { type ContractDocuments, child, contractError, type Node } from "./documents.ts";
import { quote } from "./explain.ts";
import { isObject } from "./is-object.ts";
import { tokensOf } from "./json-pointer.ts";

/** What a statement rests on, and who makes it. */
export interface Grounds {
  evidence: Evidence;
  source: string | null;
}

const grades: readonly string[] = ["documented", "client", "observed", "inferred", "assumed"] satisfies Evidence[];

/** The nearest evidence at or above a node, and its source. */
export function evidenceOf(documents: ContractDocuments, node: Pick<Node, "document" | "pointer">): Grounds {
  let value = documents.files.get(node.document)?.value;
  // A file that is referred to and has no default of its own takes the root's.
  let grounds = groundsAt(documents.root.value, { evidence: "documented", source: null });
  grounds = groundsAt(value, grounds);
  for (const token of tokensOf(node.pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) break;
    value = (value as Record<string, unknown>)[token];
    grounds = groundsAt(value, grounds);
  }
  return grounds;
}

/** Holds `x-evidence` to be a grade and `x-source` to be a text: a slip would pass a weaker statement off as a stronger. */
export function verifyEvidence(documents: ContractDocuments, node: Node): void {
  const evidence = child(node, "x-evidence");
  if (evidence !== undefined && !grades.includes(evidence.value as string))
    throw contractError(
      documents,
      evidence,
      `"x-evidence" must be one of ${grades.join(", ")}, not ${quote(evidence.value)}`,
    );
  const source = child(node, "x-source");
  if (source !== undefined && typeof source.value !== "string")
    throw contractError(documents, source, `"x-source" must be a text, not ${quote(source.value)}`);
}

/** What an object says of itself; of what it does not say, what stands above counts. */
function groundsAt(value: unknown, above: Grounds): Grounds {
  if (!isObject(value)) return above;
  const evidence = value["x-evidence"];
  const source = value["x-source"];
  const own = typeof source === "string" ? source : null;
  if (grades.includes(evidence as string)) return { evidence: evidence as Evidence, source: own };
  return own === null ? above : { evidence: above.evidence, source: own };
}
