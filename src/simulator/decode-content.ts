import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";

type Decoded =
  | { kind: "bytes"; bytes: Buffer }
  | { kind: "too-large" }
  | { kind: "refused"; problem: "encoding" | "body"; detail: string };

type Decoder = typeof gunzip;

const knownCodings = "gzip, deflate, br, identity";
const maxCodings = 4;

/** Undoes a Content-Encoding, the last coding first. No more than `limit` bytes come out of any. */
export function decodeContent(bytes: Buffer, header: string, limit: number, done: (decoded: Decoded) => void): void {
  const codings = header
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > maxCodings) {
    const detail = `The request body is encoded ${codings.length} times over; Standin decodes at most ${maxCodings}.`;
    done({ kind: "refused", problem: "encoding", detail });
    return;
  }
  const next = (current: Buffer): void => {
    const coding = codings.pop();
    if (coding === undefined) {
      done({ kind: "bytes", bytes: current });
      return;
    }
    const decoder = decoderOf(coding, current);
    if (decoder === undefined) {
      const detail = `The request body has the content encoding "${coding}". Standin decodes: ${knownCodings}.`;
      done({ kind: "refused", problem: "encoding", detail });
      return;
    }
    decoder(current, { maxOutputLength: limit }, (error, decoded) => {
      if (error === null) next(decoded);
      else if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") done({ kind: "too-large" });
      else {
        const detail = `The request body cannot be decoded as ${coding}: ${error.message}.`;
        done({ kind: "refused", problem: "body", detail });
      }
    });
  };
  next(bytes);
}

function decoderOf(coding: string, bytes: Buffer): Decoder | undefined {
  if (coding === "gzip" || coding === "x-gzip") return gunzip;
  if (coding === "br") return brotliDecompress as Decoder;
  // Note: "deflate" is the zlib format, but some clients send the bare stream.
  if (coding === "deflate") return ((bytes[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw;
  return undefined;
}
