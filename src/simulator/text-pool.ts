/** A text as bytes in a pool. */
export interface PooledText {
  chunk: Chunk | undefined;
  start: number;
  end: number;
}

interface Chunk {
  readonly bytes: Buffer;
  /** How many texts in it have not been released. */
  held: number;
}

/** In bytes. */
const chunkSize = 256 * 1024;
const longestEncoding = 3;

/**
 * Keeps texts as bytes outside the heap. Note: thousands of strings that outlive young garbage would be copied by every
 * collection, and let the heap grow by as much again.
 */
export class TextPool {
  #chunk: Chunk = { bytes: Buffer.alloc(0), held: 0 };
  /** The last one that all have let go of: memory that is new each time costs the system more than the writing. */
  #spare: Chunk | undefined;
  #end = 0;

  /** Keeps a text; `place` is told where, and must not stand for another any more. */
  keep(text: string, place: PooledText): void {
    const most = text.length * longestEncoding;
    if (this.#end + most > this.#chunk.bytes.length) {
      if (this.#chunk.held > 0 || most > this.#chunk.bytes.length) this.#chunk = this.#takeChunk(most);
      this.#end = 0;
    }
    const start = this.#end;
    this.#end += this.#chunk.bytes.write(text, start);
    this.#chunk.held++;
    place.chunk = this.#chunk;
    place.start = start;
    place.end = this.#end;
  }

  read({ chunk, start, end }: PooledText): string {
    return chunk === undefined ? "" : chunk.bytes.toString("utf8", start, end);
  }

  release(place: PooledText): void {
    const { chunk } = place;
    place.chunk = undefined;
    if (chunk === undefined) return;
    chunk.held--;
    if (chunk.held === 0 && chunk !== this.#chunk && chunk.bytes.length === chunkSize) this.#spare = chunk;
  }

  #takeChunk(most: number): Chunk {
    const spare = this.#spare;
    if (spare === undefined || most > chunkSize)
      return { bytes: Buffer.allocUnsafeSlow(Math.max(chunkSize, most)), held: 0 };
    this.#spare = undefined;
    return spare;
  }
}
