/** Credentials within a query's names and values: of a URL that is a value, or of a query that was put behind another one. */

import type { CredentialNames } from "./credential-names.ts";
import { parseQuery, percentDecode, plusToSpace } from "./query.ts";

/** What begins a name and a value in what was sent as one: a query that follows, or a URL, however often it was encoded. */
const marks = /[?;]|%(?:25)*(?:3f|26|3b|23)/gi;
const equals = /=|%(?:25)*3d/i;
/** How often a name may have been encoded. */
const mostEncoded = 4;

/** A raw query with the credentials replaced that stand within other parameters; those that are parameters stay. */
export function redactNested(credentials: CredentialNames, query: string): string {
  if (query.search(marks) === -1) return query;
  return query.replaceAll(/[^?&#][^&#]*/g, (pair) => {
    const [entry] = parseQuery(pair);
    return entry?.hasValue && credentials.has("query", entry.name) ? pair : redactWithin(credentials, pair);
  });
}

/** The same for one raw `name=value`. What follows a credential without being one itself belongs to it. */
export function redactWithin(credentials: CredentialNames, pair: string): string {
  const starts = Array.from(pair.matchAll(marks), ({ index, 0: mark }) => ({ index, start: index + mark.length }));
  let redacted = pair.slice(0, starts[0]?.index);
  let secret: string | undefined;
  const close = (): void => {
    if (secret !== undefined) redacted += percentDecode(secret).malformed ? "redacted%" : "redacted";
    secret = undefined;
  };
  for (const [position, { index, start }] of starts.entries()) {
    const end = starts[position + 1]?.index ?? pair.length;
    const part = pair.slice(start, end);
    const { 0: sign = "", index: length = 0 } = equals.exec(part) ?? {};
    if (sign === "" && secret !== undefined) {
      secret += pair.slice(index, end);
      continue;
    }
    close();
    const value = part.slice(length + sign.length);
    if (sign === "" || decode(value).trim() === "" || !credentials.has("query", decode(part.slice(0, length)))) {
      redacted += pair.slice(index, end);
      continue;
    }
    redacted += pair.slice(index, end - value.length);
    secret = value;
  }
  close();
  return redacted;
}

function decode(raw: string): string {
  let text = plusToSpace(raw);
  for (let times = 0; times < mostEncoded && text.includes("%"); times++) text = percentDecode(text).text;
  return text;
}
