import type { Finding } from "./violation.ts";

/** How many findings are told one by one. Nobody reads more, and a body of a mebibyte can hold a hundred thousand. */
const limit = 100;

/** Findings in order; those beyond the limit are counted, by statement and rule, and told together at the end. */
export class FindingList<F extends Finding = Finding> {
  readonly #listed: F[] = [];
  #counted: Map<string, { first: F; count: number }> | undefined;

  /** Whether what is added now is only counted: no use in wording it. */
  get isFull(): boolean {
    return this.#listed.length >= limit;
  }

  get isEmpty(): boolean {
    return this.#listed.length === 0;
  }

  add(finding: F): void {
    if (!this.isFull && finding.count === undefined) {
      this.#listed.push(finding);
      return;
    }
    const { statement, rule, count = 1 } = finding;
    const key = `${rule} ${statement.document}#${statement.pointer}`;
    this.#counted ??= new Map();
    const counted = this.#counted.get(key);
    if (counted === undefined) this.#counted.set(key, { first: finding, count });
    else counted.count += count;
  }

  toArray(): F[] {
    if (this.#counted === undefined) return this.#listed;
    const counted = [...this.#counted.values()].map(({ first, count }) => ({
      ...first,
      pointer: "",
      message: `${count} more like this, not listed`,
      expected: null,
      actual: null,
      count,
    }));
    return [...this.#listed, ...counted];
  }
}
