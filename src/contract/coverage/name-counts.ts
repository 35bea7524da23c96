/** How many names are told apart: whoever sends them can make up any number. */
const most = 100;
const longest = 200;

/** Counts names that no contract gives. Those beyond the first hundred are counted together, as "…". */
export class NameCounts {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const shown = name.length > longest ? `${name.slice(0, longest)}…` : name;
    const key = this.#counts.has(shown) || this.#counts.size < most ? shown : "…";
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  toList(): [name: string, count: number][] {
    return [...this.#counts];
  }
}
