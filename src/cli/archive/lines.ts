import { StringDecoder } from "node:string_decoder";

/** A line, or null in the place of one that is longer than can be read. */
export type Line = string | null;

/** In UTF-16 code units. Note: V8's limit is twice that, and a line is in memory three times before it is judged. */
export const longestLine = 256 * 1024 * 1024;

/**
 * The lines of UTF-8 text, without their ends; only "\n" ends one, for JSON text may hold every other separator. What is
 * longer than `longest` is read past, and nothing of it kept.
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>, longest = longestLine): AsyncGenerator<Line> {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  let length = 0;
  const add = (piece: string): void => {
    length += piece.length;
    if (length > longest) pieces = [];
    else pieces.push(piece);
  };
  const end = (): Line => {
    const line = length > longest ? null : pieces.length === 1 ? (pieces[0] as string) : pieces.join("");
    pieces = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    let start = 0;
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", start)) {
      add(text.slice(start, at));
      yield end();
      start = at + 1;
    }
    if (start < text.length) add(text.slice(start));
  }
  add(decoder.end());
  if (length > 0) yield end();
}
