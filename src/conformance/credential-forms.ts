import { createMemo } from "../contract/memo.ts";

/** A text holds the credential, in one of the forms that it is sent in. */
export function showsCredential(text: string, credential: string): boolean {
  return knownForms(credential).some((form) => text.includes(form));
}

/** As it is, in a URL, and in Base64, of either alphabet: alone as in the Authorization header of Basic, or with more around it. */
export function formsOf(credential: string): string[] {
  const encoded = [0, 1, 2].map((before) => toBase64(credential, before));
  const ofUrls = encoded.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  return [credential, encodeURIComponent(credential), ...encoded, ...ofUrls];
}

/**
 * What any text has that it stands in, behind so many bytes or three, six, … more: each character holds six bits, and those
 * at both ends that hold bits of what is around it, or padding, are left out.
 */
function toBase64(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const [first, end] = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
  return bytes.toString("base64").slice(first, end);
}

/** Each header of each request of a case is looked through for the same one. */
const knownForms = createMemo(formsOf, 10);
