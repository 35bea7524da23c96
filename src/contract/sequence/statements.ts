import { findResponse } from "../check-response.ts";
import type { Node } from "../documents.ts";
import type { Step } from "./step.ts";

/** Where a contract speaks of an answer: its definition, or the operation that has none for the status. */
export function answerStatement({ operation }: Step, status: number | null): { node: Node; isDocumented: boolean } {
  const definition = status === null ? undefined : findResponse(operation, status);
  return definition === undefined
    ? { node: operation.node, isDocumented: false }
    : { node: definition.node, isDocumented: true };
}

/** Where it speaks of a header of an answer. */
export function headerStatement({ operation }: Step, status: number | null, name: string): Node | undefined {
  const definition = status === null ? undefined : findResponse(operation, status);
  return definition?.headers.find((header) => header.name.toLowerCase() === name)?.node;
}
