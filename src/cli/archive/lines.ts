import { StringDecoder } from "node:string_decoder";

/** The lines of UTF-8 text, without their ends; only "\n" ends one, for JSON text may hold every other separator. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder("utf8");
  let pieces: string[] = [];
  for await (const chunk of chunks) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      pieces.push(text.slice(start, end));
      yield pieces.length === 1 ? (pieces[0] as string) : pieces.join("");
      pieces = [];
      start = end + 1;
    }
    if (start < text.length) pieces.push(text.slice(start));
  }
  const last = pieces.join("") + decoder.end();
  if (last !== "") yield last;
}
