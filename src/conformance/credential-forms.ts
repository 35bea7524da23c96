/** A text holds the credential, in one of the forms that it is sent in. */
export function showsCredential(text: string, credential: string): boolean {
  const forms = [credential, encodeURIComponent(credential), ...["", ":"].map((end) => toBase64(credential + end))];
  return forms.some((form) => text.includes(form));
}

/** Without the end, which depends on what follows. */
function toBase64(text: string): string {
  return Buffer.from(text).toString("base64").replace(/.?=*$/, "");
}
