/**
 * Text for XML and HTML, as content and as a value in quotes. What XML 1.0 has no place for (control characters, halves
 * of pairs, U+FFFE, U+FFFF), and what changes the direction of what follows, becomes U+FFFD.
 */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(noText, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const noText =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
