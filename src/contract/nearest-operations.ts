import type { Contract, Operation } from "./contract.ts";
import { slips } from "./near-miss.ts";
import { fits, readSegment } from "./path-segment.ts";

/** An operation that an unmatched request may have meant, and what lies between the two. */
export interface NearOperation {
  /** operationId. */
  operation: string;
  /** Upper case. */
  method: string;
  /** The template, below the base path of the server that is nearest. */
  path: string;
  /** The method, and the first segment of the path; what is alike is left out. */
  differs: Difference[];
}

export type Difference =
  | { part: "method"; sent: string; expected: string }
  /** `segment` counts from 1; null stands for a path that ends before it. */
  | { part: "path"; segment: number; sent: string | null; expected: string | null };

/** The operation that is nearest to a request that matches none. */
export function nearestOperation(contract: Contract, method: string, path: string): Operation {
  return rank(contract, method, path, 1)[0]?.operation as Operation;
}

/** Several of them, the nearest first, each with what differs. */
export function nearestOperations(contract: Contract, method: string, path: string, most: number): NearOperation[] {
  return rank(contract, method, path, most).map(({ operation, template }) => ({
    operation: operation.id,
    method: operation.method,
    path: template,
    differs: differences(method, path, operation, template),
  }));
}

interface Ranked {
  operation: Operation;
  template: string;
  distance: number;
}

/** Those that are as near as one another stand in the contract's order. */
function rank(contract: Contract, method: string, path: string, most: number): Ranked[] {
  const wanted = segmentsOf(path.slice(0, 500));
  const ranked = contract.operations.map((operation): Ranked => {
    let best: Ranked = { operation, template: operation.path, distance: Number.POSITIVE_INFINITY };
    for (const { basePath } of contract.servers) {
      const template = `${basePath}${operation.path}`;
      const distance = pathDistance(wanted, segmentsOf(template)) + methodDistance(method, operation.method);
      if (distance < best.distance) best = { operation, template, distance };
    }
    return best;
  });
  return ranked.sort((a, b) => a.distance - b.distance).slice(0, most);
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function differences(method: string, path: string, operation: Operation, template: string): Difference[] {
  const found: Difference[] = [];
  if (methodDistance(method, operation.method) > 0)
    found.push({ part: "method", sent: method, expected: operation.method });
  const [sent, expected] = [path.replace(/^\/+/, "").split("/"), template.slice(1).split("/")];
  for (let index = 0; index < Math.max(sent.length, expected.length); index++) {
    const [segment = null, stated = null] = [sent[index], expected[index]];
    if (segment !== null && stated !== null && fits(readSegment(stated), segment)) continue;
    found.push({ part: "path", segment: index + 1, sent: segment, expected: stated });
    break;
  }
  return found;
}

/** Those that write, in the order in which one is taken for another. */
const writes = ["PUT", "PATCH", "POST"];

/** Who writes means to write. */
function methodDistance(wanted: string, method: string): number {
  if (method === wanted || (wanted === "HEAD" && method === "GET")) return 0;
  return writes.includes(wanted) && writes.includes(method) ? 0.5 + writes.indexOf(method) / 100 : 0.6;
}

/** To forget an id is likelier than to write another method. */
const forgottenParameter = 0.45;

/** How much has to be changed, segment by segment, to make a template of a path; a segment left out or added weighs as a wrong one. */
function pathDistance(wanted: readonly string[], template: readonly string[]): number {
  const added = template.map((segment) => (segment.startsWith("{") ? forgottenParameter : 1));
  let previous = [0];
  for (const [j, weight] of added.entries()) previous.push((previous[j] as number) + weight);
  for (const [i, segment] of wanted.entries()) {
    const row = [i + 1];
    for (const [j, other] of template.entries()) {
      const replaced = (previous[j] as number) + segmentDistance(segment, other);
      row.push(Math.min((previous[j + 1] as number) + 1, (row[j] as number) + (added[j] as number), replaced));
    }
    previous = row;
  }
  return previous[template.length] as number;
}

function segmentDistance(segment: string, template: string): number {
  if (template.startsWith("{")) return 0.1;
  const length = Math.max(segment.length, template.length);
  return slips(segment.toLowerCase(), template.toLowerCase(), length) / length;
}
