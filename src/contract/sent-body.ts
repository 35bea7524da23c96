import { isUtf8 } from "node:buffer";

/** A body as it was sent, after transfer and content decoding. */
export interface SentBody {
  /** After character decoding; undefined when there was no body. */
  text: string | undefined;
  /** In place of the text: bytes that are not the UTF-8 that they should be. */
  bytes?: Buffer | null;
}

/** Decodes a body by the charset that its content type names. Throws a RangeError where nobody knows the charset. */
export function decodeBody(bytes: Buffer, contentType: string | undefined): SentBody {
  if (bytes.length === 0) return { text: undefined };
  const charset = charsetOf(contentType);
  if (charset !== "utf-8") return { text: new TextDecoder(charset).decode(bytes) };
  return isUtf8(bytes) ? { text: bytes.toString() } : { text: undefined, bytes };
}

/** The charset of a content type, in lower case; UTF-8 where it names none. */
export function charsetOf(contentType: string | undefined): string {
  if (contentType === undefined || !/charset/i.test(contentType)) return "utf-8";
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";
  return charset === "utf8" ? "utf-8" : charset;
}

/** Which byte is the first that no UTF-8 has there, counted from 1. */
export function firstBrokenByte(bytes: Buffer): number {
  const text = bytes.toString();
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    // The replacement character itself may have been sent.
    if (!bytes.subarray(offset, offset + replacement.length).equals(replacement)) break;
    offset += replacement.length;
    from = at + 1;
  }
  return offset + 1;
}

const replacement = Buffer.from("\uFFFD");

/** Whether a byte order mark stands before a text. */
export function hasMark(text: string): boolean {
  return text.charCodeAt(0) === 0xfeff;
}

/** A text without the byte order mark that may stand before it: it is none of its characters. */
export function withoutMark(text: string): string {
  return hasMark(text) ? text.slice(1) : text;
}
