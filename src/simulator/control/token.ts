import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What a bearer token is made of by RFC 6750. */
const form = /^[A-Za-z0-9._~+/-]+=*$/;
const shortest = 16;
const longest = 256;

/** For messages, which never quote a token. */
export const tokenRule = `${shortest} to ${longest} characters of A-Z, a-z, 0-9 and . _ ~ + / -, with = at the end only`;

export function isToken(value: unknown): boolean {
  return typeof value === "string" && value.length >= shortest && value.length <= longest && form.test(value);
}

export function createToken(): string {
  return randomBytes(24).toString("base64url");
}

/** Whether two tokens are one. Note: it takes as long whatever they have in common, so that none can be guessed by parts. */
export function isSameToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
