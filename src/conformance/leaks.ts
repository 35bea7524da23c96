import type { Contract, Operation } from "../contract/contract.ts";
import type { Exchange } from "../exchange.ts";
import { showsCredential } from "./credential-forms.ts";
import type { Visit } from "./visit.ts";

/** A place where the credential shows, and in which exchange, where it is one. */
export interface Leak {
  message: string;
  exchange?: Exchange;
}

/** Where an adapter shows its credential beside the place that the contract has for it: what is printed and errors are logged. */
export function leaksOf(visit: Visit): Leak[] {
  return [...inPrinted(visit), ...inErrors(visit), ...inHeaders(visit)];
}

function inPrinted({ outcomes, credential }: Visit): Leak[] {
  const isShown = outcomes.some(({ printed }) => showsCredential(printed, credential));
  return isShown ? [{ message: "what the adapter prints has the credential in it" }] : [];
}

function inErrors({ outcomes, exchanges, credential }: Visit): Leak[] {
  const said = outcomes.flatMap(({ answer }) => (answer.kind === "error" ? [answer.error] : []));
  if (!said.some(({ kind = "", message }) => showsCredential(`${kind}\n${message}`, credential))) return [];
  // Who passes on the vendor's words shows what the vendor shows.
  if (exchanges.some(({ response }) => showsCredential(response?.body ?? "", credential))) return [];
  return [{ message: "the error that the adapter reports has the credential in it" }];
}

function inHeaders({ subject: { contract, operation }, exchanges, credential, sentHeaders }: Visit): Leak[] {
  const documented = documentedHeaders(contract, operation);
  return exchanges.flatMap((exchange) =>
    Object.entries(sentHeaders(exchange))
      .filter(([name, value]) => !documented.has(name) && showsCredential([value].flat().join("\n"), credential))
      .map(([name]) => ({
        message: `the header ${name} has the credential in it, and the contract does not document that`,
        exchange,
      })),
  );
}

/** In lower case, those where a credential may stand. */
function documentedHeaders({ securitySchemes }: Contract, { parameters }: Operation): Set<string> {
  const ofSchemes = Object.values(securitySchemes).flatMap(({ parameter }) => {
    if (parameter === null) return ["authorization"];
    const { in: place, name } = parameter;
    return place === "query" ? [] : [place === "header" ? name : "cookie"];
  });
  const headers = parameters.filter((one) => one.in === "header").map(({ name }) => name);
  return new Set([...ofSchemes, ...headers].map((name) => name.toLowerCase()));
}
