import { isUtf8 } from "node:buffer";
import type { Headers } from "../../exchange.ts";
import type { WireReply } from "../reply.ts";
import type { FaultKind } from "./fault.ts";

/** An answer as far as it goes over the wire. */
export interface CutReply {
  status: number;
  headers: Headers;
  /** What of the body is sent. */
  bytes: Buffer;
}

const cutting = ["truncate", "malformed-chunk"] as const satisfies readonly FaultKind[];

export type CuttingKind = (typeof cutting)[number];

/** Whether after a fault of a kind an answer has its head, and its body not whole. */
export function isCutting(kind: string | null | undefined): kind is CuttingKind {
  return cutting.some((one) => one === kind);
}

/** What of an answer is sent: half of the body that Content-Length announces, or none of what was to come in chunks. */
export function cutReply(kind: CuttingKind, { status, headers, text = "" }: WireReply): CutReply {
  if (kind === "truncate") {
    const whole = Buffer.from(text);
    return { status, headers, bytes: whole.subarray(0, Math.floor(whole.length / 2)) };
  }
  const { "content-length": _, ...others } = headers;
  return { status, headers: { ...others, "transfer-encoding": "chunked" }, bytes: Buffer.alloc(0) };
}

/** The same as a body is told: as text, unless the cut is inside a character. Undefined where nothing was sent. */
export function contentOf({ bytes }: CutReply): string | Buffer | undefined {
  if (bytes.length === 0) return undefined;
  return isUtf8(bytes) ? bytes.toString() : bytes;
}
