/** A text holds the credential, in one of the forms that it is sent in. */
export function showsCredential(text: string, credential: string): boolean {
  return formsOf(credential).some((form) => text.includes(form));
}

/** As it is, in a URL, and in the Authorization header of Basic. */
export function formsOf(credential: string): string[] {
  return [credential, encodeURIComponent(credential), toBase64(credential)];
}

/** As any text begins that it stands at the beginning of, such as one with a colon behind: padding hides what follows. */
function toBase64(text: string): string {
  return Buffer.from(text).toString("base64").replace(/.=+$/, "");
}
