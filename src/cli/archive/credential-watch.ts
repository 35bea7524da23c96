import type { ObservedRequest, Violation } from "../../exchange.ts";

/** Tells an archive that has lost the credentials of its requests from an adapter that has forgotten one. */
export class CredentialWatch {
  #present = false;
  #missing = false;

  see({ headers }: ObservedRequest, violations: readonly Violation[]): void {
    this.#present ||= headers.authorization !== undefined;
    this.#missing ||= violations.some(({ rule, pointer }) => rule === "authentication" && pointer === "/authorization");
  }

  /** No request has the header, and some had to. */
  get lost(): boolean {
    return this.#missing && !this.#present;
  }
}
