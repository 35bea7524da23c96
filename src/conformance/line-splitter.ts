import { withoutMark } from "../contract/sent-body.ts";

/** In characters. */
export const longestLine = 64 * 1024 * 1024;

/** Puts what a process writes, as it comes, together to lines. Note: node:readline would end one at U+2028 too, which JSON may hold. */
export class LineSplitter {
  #rest = "";
  #isFirst = true;

  /** The lines that end in what comes. */
  split(text: string): string[] {
    // Some platforms begin what they write as UTF-8 with a byte order mark.
    const lines = (this.#isFirst ? withoutMark(text) : text).split("\n");
    this.#isFirst = false;
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  /** Whether the line that has not ended yet is longer than one may be. */
  get isTooLong(): boolean {
    return this.#rest.length > longestLine;
  }

  /** Forgets the line that has not ended yet. */
  drop(): void {
    this.#rest = "";
  }
}
