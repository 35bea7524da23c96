import { credentialsInQuery, readCredential } from "../authentication.ts";
import { splitUrl } from "../check-exchange.ts";
import type { Node } from "../documents.ts";
import { quote } from "../explain.ts";
import { parseQuery, percentDecode } from "../query.ts";
import type { SequenceFinding, SequenceRule } from "./rule.ts";
import type { Step } from "./step.ts";

/** What is shorter may stand anywhere by chance. */
const shortest = 8;

/** The credential stands where others read it: URLs are logged, and bodies are kept. */
export const credentialLeak: SequenceRule = {
  name: "credential-leak",
  check(step) {
    const { request } = step.exchange;
    const { contract, operation } = step;
    // Note: the step has its query without credentials.
    const { path, query } = splitUrl(request.url);
    const credential = readCredential(contract, operation, { headers: request.headers, query });
    const secret = credential.kind === "value" ? credential.value : "";
    const isTold = secret.length >= shortest && secret !== "redacted";
    if (!isTold && query === "") return undefined;
    const node = credential.kind === "value" ? contract.securitySchemes[credential.scheme]?.node : undefined;
    const statement = node ?? operation.securityNode;
    const documented = [...credentialsInQuery(contract, operation), ...operation.parameters.map(({ name }) => name)];
    for (const { name, value } of parseQuery(query)) {
      // A member of what is documented is data that has the name of one.
      const isNamed = contract.credentials.isSure("query", name) && !documented.includes(name.replace(/\[.*/s, ""));
      const isCredential = (isTold && value.includes(secret)) || (isNamed && value !== "");
      if (isCredential && !documented.includes(name)) return leak(`stands in the query, as ${quote(name)}`, statement);
    }
    if (!isTold) return undefined;
    if (percentDecode(path).text.includes(secret)) return leak("stands in the path", statement);
    if (request.body?.includes(secret) === true && request.bodyEncoding === undefined)
      return leak("stands in the body", statement);
    return undefined;
  },
};

/** A request that a redirect has led to a host of somebody else, with the credential. */
export function leakElsewhere(redirected: Step, host: string): SequenceFinding {
  const { operation, contract, id } = redirected;
  const name = operation.security.flat()[0] ?? "";
  const statement = contract.securitySchemes[name]?.node ?? operation.securityNode;
  return leak(`was sent to ${host}, where ${id} redirected to`, statement);
}

function leak(where: string, statement: Node): SequenceFinding {
  // What was sent stays out: it is a secret.
  return { message: `the credential ${where}`, expected: null, actual: null, statement };
}
