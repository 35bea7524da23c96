import { type ContractDocuments, child, type Node } from "./documents.ts";
import { readHeader, readRequestBody, readResponse } from "./load-content.ts";
import { readParameter } from "./load-parameter.ts";
import { membersOf } from "./openapi-fields.ts";

/** Holds all components to their kinds, used or not, and answers the schemas in them. */
export function readComponents(documents: ContractDocuments): Node[] {
  const components = child(documents.root, "components");
  if (components === undefined) return [];
  const members = (field: string): [string, Node][] => membersOf(child(components, field));
  const bodies = members("requestBodies").map(([, at]) => readRequestBody(documents, at));
  const responses = members("responses").map(([, at]) => readResponse(documents, "default", at));
  const holders = [
    ...members("parameters").map(([, at]) => readParameter(documents, at)),
    ...members("headers").map(([name, at]) => readHeader(documents, name, at)),
    ...bodies.flatMap(({ content }) => content),
    ...responses.flatMap(({ content, headers }) => [...content, ...headers]),
  ];
  const schemas = holders.map(({ schema }) => schema).filter((schema) => schema !== null);
  return [...members("schemas").map(([, schema]) => schema), ...schemas];
}
