/** A text as bytes in a pool. */
export interface PooledText {
  chunk: Chunk | undefined;
  start: number;
  end: number;
}

interface Chunk {
  readonly bytes: Buffer;
  /** How many texts in it have not been released, and how many bytes they have. */
  held: number;
  heldBytes: number;
}

/** In bytes. */
const chunkSize = 256 * 1024;
const longestEncoding = 3;

/**
 * Keeps texts as bytes outside the heap. Note: thousands of strings that outlive young garbage would be copied by every
 * collection, and let the heap grow by as much again.
 */
export class TextPool {
  #chunk: Chunk = { bytes: Buffer.alloc(0), held: 0, heldBytes: 0 };
  /** The last one that all have let go of: memory that is new each time costs the system more than the writing. */
  #spare: Chunk | undefined;
  #end = 0;

  /** Keeps a text; `place` is told where, and must not stand for another any more. */
  keep(text: string, place: PooledText): void {
    const most = text.length * longestEncoding;
    this.#makeRoom(most);
    this.#settle(this.#chunk.bytes.write(text, this.#end), place);
  }

  /** Has another pool, or this one, keep a text beside its newest. */
  move(place: PooledText, to: TextPool): void {
    const { chunk, start, end } = place;
    if (chunk === undefined) return;
    to.#makeRoom(end - start);
    chunk.bytes.copy(to.#chunk.bytes, to.#end, start, end);
    this.release(place);
    to.#settle(end - start, place);
  }

  /** Whether a text keeps a chunk from which most others have gone. */
  isSparse({ chunk }: PooledText): boolean {
    return chunk !== undefined && chunk !== this.#chunk && chunk.heldBytes < chunk.bytes.length / 2;
  }

  read({ chunk, start, end }: PooledText): string {
    return chunk === undefined ? "" : chunk.bytes.toString("utf8", start, end);
  }

  release(place: PooledText): void {
    const { chunk, start, end } = place;
    place.chunk = undefined;
    if (chunk === undefined) return;
    chunk.held--;
    chunk.heldBytes -= end - start;
    if (chunk.held === 0 && chunk !== this.#chunk && chunk.bytes.length === chunkSize) this.#spare = chunk;
  }

  #makeRoom(bytes: number): void {
    if (this.#end + bytes <= this.#chunk.bytes.length) return;
    if (this.#chunk.held > 0 || bytes > this.#chunk.bytes.length) this.#chunk = this.#takeChunk(bytes);
    this.#end = 0;
  }

  #settle(bytes: number, place: PooledText): void {
    place.chunk = this.#chunk;
    place.start = this.#end;
    this.#end += bytes;
    place.end = this.#end;
    this.#chunk.held++;
    this.#chunk.heldBytes += bytes;
  }

  #takeChunk(most: number): Chunk {
    const spare = this.#spare;
    if (spare === undefined || most > chunkSize)
      return { bytes: Buffer.allocUnsafeSlow(Math.max(chunkSize, most)), held: 0, heldBytes: 0 };
    this.#spare = undefined;
    return spare;
  }
}
