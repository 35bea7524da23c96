import { formsOf } from "./credential-forms.ts";

/** Tells whose credential is in what is printed, whenever that is. */
export class PrintedCredentials {
  /** By each of its forms. */
  readonly #owners = new Map<string, object>();
  readonly #told = new Set<object>();
  /** What all forms of a kind begin with: text without any of these is not looked at for long. */
  #beginnings: string[] = [];
  #longest = 0;

  add(credential: string, owner: object): void {
    const forms = formsOf(credential);
    for (const [index, form] of forms.entries()) {
      if (this.#owners.has(form)) continue;
      this.#owners.set(form, owner);
      this.#beginnings[index] = commonBeginning(this.#beginnings[index] ?? form, form);
      this.#longest = Math.max(this.#longest, form.length);
    }
  }

  /** So much of a text may be the beginning of a credential that goes on in the next one. */
  get overlap(): number {
    return Math.max(0, this.#longest - 1);
  }

  /** Those whose credential a text shows, each once. */
  find(text: string): object[] {
    if (!this.#beginnings.some((beginning) => text.includes(beginning))) return [];
    const found = new Set<object>();
    for (const [form, owner] of this.#owners) if (!this.#told.has(owner) && text.includes(form)) found.add(owner);
    for (const owner of found) this.#told.add(owner);
    return [...found];
  }
}

function commonBeginning(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}
