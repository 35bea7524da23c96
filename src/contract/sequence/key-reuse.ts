import { readCredential } from "../authentication.ts";
import { splitUrl } from "../check-exchange.ts";
import { quote } from "../explain.ts";
import { idempotencyParameter, keyOf } from "./idempotency-key.ts";
import type { SequenceRule } from "./rule.ts";
import type { Step } from "./step.ts";
import { passedBetween } from "./times.ts";

/** Another write has the idempotency key of one before it: the vendor takes it for that one, and it is not done. */
export const keyReuse: SequenceRule = {
  name: "key-reuse",
  check(step, { keyed, oneCall }) {
    const parameter = idempotencyParameter(step);
    if (keyed === undefined || parameter === undefined) return undefined;
    const key = keyOf(step) as string;
    const isSure = (oneCall || isOfOneClient(step)) && passedBetween(keyed.times, step.times) !== undefined;
    return {
      message: `${parameter.name} is ${quote(key)}, as it was in ${keyed.id}, which has another body: to the vendor this is that write again, and no second one`,
      expected: { [parameter.name]: "another for each write" },
      actual: { after: keyed.id, [parameter.name]: key },
      statement: parameter.node,
      ...(isSure ? {} : { atBest: "inferred" }),
    };
  },
};

/** Where the credential was taken out of what was recorded, several accounts look like one. */
function isOfOneClient({ contract, operation, exchange: { tenant, request } }: Step): boolean {
  if (tenant !== undefined) return true;
  const { query } = splitUrl(request.url);
  const credential = readCredential(contract, operation, { headers: request.headers, query });
  return credential.kind === "value" && !credential.value.includes("redacted");
}
