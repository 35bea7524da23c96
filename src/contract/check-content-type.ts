import type { MediaType } from "./contract.ts";
import type { Node } from "./documents.ts";
import { child } from "./documents.ts";
import { quote } from "./explain.ts";
import { parseMediaType } from "./media-type.ts";
import type { Finding } from "./violation.ts";

/** Says why a Content-Type is none of those that a request body or a response documents. */
export function wrongContentType(content: readonly MediaType[], holder: Node, actual: string | undefined): Finding {
  const expected = content.map(({ type }) => type);
  const type = parseMediaType(actual ?? "")?.type;
  // The type is documented; what it breaks is that nothing may stand beside it.
  const exact = content.find((mediaType) => mediaType.type === type && mediaType.exact !== null);
  const only = content.length === 1 ? content[0]?.node : child(holder, "content");
  const due = exact === undefined ? expected.join(" or ") : `exactly ${exact.type}, without parameters`;
  return {
    pointer: "/content-type",
    rule: "content-type",
    message:
      actual === undefined ? `the header is missing; it must be ${due}` : `must be ${due}, and is ${quote(actual)}`,
    expected,
    actual,
    statement: exact?.exact ?? only ?? holder,
  };
}
