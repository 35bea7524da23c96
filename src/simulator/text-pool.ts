/** A text as bytes in a pool. */
export interface PooledText {
  readonly chunk: Chunk;
  readonly start: number;
  readonly end: number;
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

  keep(text: string): PooledText {
    const most = text.length * longestEncoding;
    if (this.#end + most > this.#chunk.bytes.length) {
      if (this.#chunk.held > 0 || most > this.#chunk.bytes.length) this.#chunk = this.#takeChunk(most);
      this.#end = 0;
    }
    const start = this.#end;
    this.#end += this.#chunk.bytes.write(text, start);
    this.#chunk.held++;
    return { chunk: this.#chunk, start, end: this.#end };
  }

  read({ chunk, start, end }: PooledText): string {
    return chunk.bytes.toString("utf8", start, end);
  }

  release({ chunk }: PooledText): void {
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
