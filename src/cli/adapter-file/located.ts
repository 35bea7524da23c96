import { isObject } from "../../contract/is-object.ts";
import { didYouMean } from "../../contract/near-miss.ts";
import { StandinError } from "../../errors.ts";

/** A file that was read, with the place of everything in it. */
export interface LocatedFile {
  shown: string;
  position(pointer: string): { line: number };
}

/** A value of a file, which knows where it stands: what is wrong with it is told with the file, the line and its name. */
export class Located {
  readonly value: unknown;
  readonly #file: LocatedFile;
  readonly #steps: readonly (string | number)[];

  constructor(file: LocatedFile, value: unknown, steps: readonly (string | number)[] = []) {
    this.#file = file;
    this.value = value;
    this.#steps = steps;
  }

  /** "operations.updateContact.input", "skip[0].reason". */
  get name(): string {
    return this.#steps.map((step, index) => nameStep(step, index === 0)).join("");
  }

  /** "standin.adapter.yaml:12: ". */
  get place(): string {
    const pointer = this.#steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    return `${this.#file.shown}:${this.#file.position(pointer).line}: `;
  }

  /** An error about it. `problem` goes on from its name. */
  wrong(problem: string): StandinError {
    return new StandinError("CONFIG_INVALID", `${this.place}${this.name === "" ? "it" : this.name} ${problem}`);
  }

  /** "is 12. It is a text." */
  not(expected: string): StandinError {
    return this.wrong(
      this.value === undefined ? `is missing. It is ${expected}.` : `is ${show(this.value)}. It is ${expected}.`,
    );
  }

  /** A member that need not be there. */
  member(name: string | number): Located | undefined {
    const value = (this.value as Record<string | number, unknown>)[name];
    return value === undefined || value === null ? undefined : new Located(this.#file, value, [...this.#steps, name]);
  }

  /** A member that has to be there. */
  need(name: string, expected: string): Located {
    return (
      this.member(name) ??
      this.#fail(`${this.name === "" ? "" : `${this.name}.`}${name} is missing. It is ${expected}.`)
    );
  }

  /** Its members, of which it has no others than `allowed`; any where that is undefined. */
  members(expected: string, allowed?: readonly string[]): [string, Located][] {
    if (!isObject(this.value)) throw this.not(expected);
    const names = Object.keys(this.value);
    const other = names.find((name) => allowed !== undefined && !allowed.includes(name));
    if (other !== undefined && allowed !== undefined) {
      const found = new Located(this.#file, this.value[other], [...this.#steps, other]);
      throw found.wrong(`is nothing that there is.${didYouMean(other, allowed)} Allowed: ${allowed.join(", ")}.`);
    }
    return names.map((name) => [
      name,
      new Located(this.#file, (this.value as Record<string, unknown>)[name], [...this.#steps, name]),
    ]);
  }

  items(expected: string): Located[] {
    if (!Array.isArray(this.value)) throw this.not(expected);
    return this.value.map((value, index) => new Located(this.#file, value, [...this.#steps, index]));
  }

  text(expected: string): string {
    if (typeof this.value !== "string" || this.value.trim() === "") throw this.not(expected);
    return this.value;
  }

  boolean(): boolean {
    if (typeof this.value !== "boolean") throw this.not("true or false");
    return this.value;
  }

  wholeNumber(lowest: number, highest: number = Number.MAX_SAFE_INTEGER): number {
    const bounds = highest === Number.MAX_SAFE_INTEGER ? `from ${lowest} on` : `from ${lowest} to ${highest}`;
    if (!Number.isSafeInteger(this.value) || (this.value as number) < lowest || (this.value as number) > highest)
      throw this.not(`a whole number ${bounds}`);
    return this.value as number;
  }

  /** One of the names that there are. */
  oneOf(names: readonly string[], what: string): string {
    const name = this.text(what);
    if (names.includes(name)) return name;
    throw this.wrong(`is ${show(name)}.${didYouMean(name, names)} There are: ${names.join(", ") || "none"}.`);
  }

  #fail(problem: string): never {
    throw new StandinError("CONFIG_INVALID", `${this.place}${problem}`);
  }
}

function nameStep(step: string | number, isFirst: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  return isFirst ? step : `.${step}`;
}

const longestShown = 100;

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
