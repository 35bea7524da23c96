import type { IncomingMessage } from "node:http";
import { isJson, parseMediaType } from "../contract/media-type.ts";
import { isTooDeep, maxDepth } from "../contract/parse-json.ts";
import { charsetOf, decodeBody } from "../contract/sent-body.ts";
import { decodeContent } from "./decode-content.ts";
import { lastWordOn } from "./last-word.ts";
import { createProblem } from "./problem.ts";
import type { WireReply } from "./reply.ts";

/** A request's body after transfer and content decoding. */
export type Body =
  | {
      kind: "read";
      /** Undefined when there were no bytes, or none that are a text. */
      text: string | undefined;
      /** The bytes, when they are not the UTF-8 that they should be. */
      bytes: Buffer | null;
      size: number;
    }
  /** `pending`: the client is still sending. */
  | { kind: "refused"; problem: WireReply; pending: boolean }
  /** The client hung up before the end. */
  | { kind: "aborted" };

const alreadyRead =
  "The request body was read before Standin could. Put its application before whatever parses bodies, such as express.json().";

const noBody: Body = { kind: "read", text: undefined, bytes: null, size: 0 };

/** Whether a request says that it has a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return headers["transfer-encoding"] !== undefined || (length !== undefined && length !== "0");
}

/** Reads a body once; `done` is called once, at once when there is none. */
export function readBody(request: IncomingMessage, limit: number, done: (body: Body) => void): void {
  const { headers } = request;
  const none = !hasBody(request);
  if (none || Number(headers["content-length"]) > limit) {
    done(none ? noBody : tooLarge(limit, true));
    return;
  }
  if (request.readableEnded) {
    done({ kind: "refused", problem: createProblem("set-up", alreadyRead), pending: false });
    return;
  }

  const chunks: Buffer[] = [];
  let size = 0;
  // Note: listeners stay, and hear no more once it is settled: taking them off costs more than all the rest here.
  let settled = false;
  const settle = (body: Body) => {
    settled = true;
    done(body);
  };
  const take = (chunk: Buffer) => {
    if (settled) return;
    size += chunk.length;
    if (size > limit) settle(tooLarge(limit, true));
    else chunks.push(chunk);
  };
  const end = () => {
    if (settled) return;
    settled = true;
    const bytes = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
    const encoding = headers["content-encoding"];
    if (encoding === undefined || size === 0) done(decodeText(bytes, headers["content-type"]));
    else
      decodeContent(bytes, encoding, limit, (decoded) => {
        if (decoded.kind === "bytes") done(decodeText(decoded.bytes, headers["content-type"]));
        else if (decoded.kind === "too-large") done(tooLarge(limit, false));
        else done({ kind: "refused", problem: createProblem(decoded.problem, decoded.detail), pending: false });
      });
  };
  const abort = () => {
    if (settled) return;
    const problem = lastWordOn(request.socket);
    settle(problem === undefined ? { kind: "aborted" } : { kind: "refused", problem, pending: false });
  };
  // It may be over before anybody listens: while a provider was loading, which the request waited for.
  if (request.destroyed) abort();
  else request.on("data", take).on("end", end).on("close", abort);
}

function tooLarge(limit: number, pending: boolean): Body {
  const detail = `The request body has more than ${limit} bytes after decoding, the most that Standin takes.`;
  return { kind: "refused", problem: createProblem("body-too-large", detail, { limit }), pending };
}

function decodeText(bytes: Buffer, contentType: string | undefined): Body {
  try {
    const sent = decodeBody(bytes, contentType);
    if (sent.text !== undefined) return readText(sent.text, bytes.length, contentType);
    return { kind: "read", text: undefined, bytes: sent.bytes ?? null, size: bytes.length };
  } catch {
    const charset = charsetOf(contentType);
    const detail = `The content type names the charset "${charset}", which Standin cannot decode.`;
    return { kind: "refused", problem: createProblem("encoding", detail), pending: false };
  }
}

/** Note: how deep a body may be is Standin's own limit, of which no vendor has words to speak. */
function readText(text: string, size: number, contentType: string | undefined): Body {
  if (isTooDeep(text) && isJson(parseMediaType(contentType ?? "")?.type ?? "")) {
    const detail = `The request body is nested more than ${maxDepth} levels deep, the most that Standin reads.`;
    return { kind: "refused", problem: createProblem("body-too-deep", detail, { limit: maxDepth }), pending: false };
  }
  return { kind: "read", text, bytes: null, size };
}
