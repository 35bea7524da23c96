import type { SecurityScheme } from "../../src/contract/contract.ts";
import { addCookie, type Draft } from "./exchange.ts";
import type { Random } from "./random.ts";

/** Adds a credential in the form of one of the schemes that the operation takes. */
export function addCredential(draft: Draft, random: Random): void {
  const { contract, operation, headers, query } = draft;
  if (operation.security.length === 0) return;
  for (const name of random.pick(operation.security)) {
    const { type, scheme, parameter } = contract.securitySchemes[name] as SecurityScheme;
    if (parameter?.in === "header") headers[parameter.name.toLowerCase()] = "some-key";
    else if (parameter?.in === "query") query.push({ parameter: null, pieces: [`${parameter.name}=some-key`] });
    else if (parameter?.in === "cookie") addCookie(draft, parameter.name, "some-key");
    else if (type === "http" && scheme === "basic")
      headers.authorization = `Basic ${Buffer.from("some-key:").toString("base64")}`;
    else headers.authorization = "Bearer some-key";
  }
}
