import { isDeepStrictEqual } from "node:util";
import { wrongContentType } from "./check-content-type.ts";
import type { MediaType, Operation, RequestBody } from "./contract.ts";
import { child } from "./documents.ts";
import { readForm } from "./form-body.ts";
import { findMediaType, isChecked, isJson, parseMediaType } from "./media-type.ts";
import { parseJson } from "./parse-json.ts";
import type { Planner } from "./plan.ts";
import { shapeOf } from "./schema-shape.ts";
import { firstBrokenByte, hasMark, type SentBody, withoutMark } from "./sent-body.ts";
import { readText } from "./value-shape.ts";
import type { Finding } from "./violation.ts";

/** A body as its media type has it read. */
export interface ReadBody {
  /** A JSON value, a text, or undefined when there is none to go on with. */
  value: unknown;
  /** The documented media type whose schema holds; null when there is none. */
  mediaType: MediaType | null;
  findings: Finding[];
}

/** Reads a request's body by its content type; what is wrong with either is told with pointer "/content-type" or "". */
export function readRequestBody(
  planner: Planner,
  operation: Operation,
  contentType: string | undefined,
  sent: SentBody,
): ReadBody & { contentType: Finding[] } {
  const { requestBody } = operation;
  const text = textOf(sent);
  if (text === "") return { value: undefined, mediaType: null, contentType: [], findings: absent(requestBody) };
  if (requestBody === null) {
    const message = "the operation documents no request body";
    const finding: Finding = {
      pointer: "",
      rule: "undocumented-property",
      message,
      expected: null,
      actual: text,
      statement: operation.node,
    };
    return { value: readJson(sent).value ?? text, mediaType: null, contentType: [], findings: [finding] };
  }
  const actual = contentType === undefined ? undefined : parseMediaType(contentType);
  const documented = actual === undefined ? undefined : findMediaType(requestBody.content, actual);
  const wrong = documented === undefined ? [wrongContentType(requestBody.content, requestBody.node, contentType)] : [];
  // A body of the wrong or no content type is still read as what was due: everything wrong with it is worth knowing at once.
  const [due, ...others] = documented === undefined ? requestBody.content.filter(({ type }) => isJson(type)) : [];
  if (due !== undefined) {
    const { value, problem } = readJson(sent);
    // Where several JSON types have schemas of their own, nobody can tell which was meant.
    const known =
      problem === undefined && others.every((other) => isDeepStrictEqual(other.schema?.value, due.schema?.value));
    const mediaType = known ? due : null;
    return { value: problem === undefined ? value : text, mediaType, contentType: wrong, findings: [] };
  }
  const type = actual?.type ?? "";
  const mediaType = documented !== undefined && isChecked(type) ? documented : null;
  const { value, findings } = readBody(planner, mediaType, type, sent);
  return { value, mediaType, contentType: wrong, findings };
}

/** Reads a body by its media type. */
export function readBody(
  planner: Planner,
  mediaType: MediaType | null,
  type: string,
  sent: SentBody,
): Pick<ReadBody, "value" | "findings"> {
  const text = textOf(sent);
  if (isJson(type)) {
    const { value, problem } = readJson(sent);
    if (mediaType === null) return { value, findings: [] };
    const problems = [...(hasMark(sent.text ?? "") ? [marked] : []), ...(problem === undefined ? [] : [problem])];
    const findings = problems.map((message): Finding => {
      const { type: expected, node: statement } = mediaType;
      return { pointer: "", rule: "malformed-body", message, expected, actual: sent.text ?? text, statement };
    });
    return { value, findings };
  }
  const schema = mediaType?.schema;
  if (!schema) return { value: text, findings: [] };
  if (type === "application/x-www-form-urlencoded") return readForm(planner, schema, text);
  return { value: type.startsWith("text/") ? readText(text, shapeOf(planner, [schema])) : text, findings: [] };
}

/** Who reads JSON may pass over it, and many do not. */
const marked = "a byte order mark (U+FEFF) stands before the JSON, which RFC 8259, section 8.1, does not allow";

/** What is no UTF-8 is no JSON either, wherever in it that may be. */
function readJson({ text = "", bytes }: SentBody): ReturnType<typeof parseJson> {
  return bytes ? { problem: `the body is not UTF-8 (byte ${firstBrokenByte(bytes)})` } : parseJson(withoutMark(text));
}

function textOf({ text = "", bytes }: SentBody): string {
  return bytes ? bytes.toString() : withoutMark(text);
}

function absent(requestBody: RequestBody | null): Finding[] {
  if (requestBody === null || !requestBody.required) return [];
  const statement = child(requestBody.node, "required") ?? requestBody.node;
  return [
    {
      pointer: "",
      rule: "required",
      message: "the body is missing",
      expected: requestBody.content.map(({ type }) => type),
      actual: undefined,
      statement,
    },
  ];
}
