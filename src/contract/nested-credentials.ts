/** Credentials within a query's names and values: of a URL that is a value, or of a query that was put behind another one. */

import type { CredentialNames } from "./credential-names.ts";
import { parseQuery, percentDecode, plusToSpace, splitPair } from "./query.ts";

/** What begins a name and a value in what was sent as one: a query that follows, or a URL, however often it was encoded. */
const marks = /[?;]|%(?:25)*(?:3f|26|3b|23)/gi;
const equals = /=|%(?:25)*3d/i;
/** The user information of a URL that is a value, and what is before it. */
const userInformation =
  /((?::|%(?:25)*3a)(?:\/|%(?:25)*2f){2})(?:(?!%(?:25)*(?:2f|3f|23|26))[^/?#&])*(?:@|%(?:25)*40)/gi;

/** How often a name may have been encoded. */
const mostEncoded = 4;

/** A raw query with the credentials replaced that stand within other parameters; those that are parameters stay. */
export function redactNested(credentials: CredentialNames, query: string): string {
  // Most queries have nothing that could begin one within another parameter.
  if (!/[?;@%]|=[^&#]*=/.test(query)) return query;
  return query.replaceAll(/[^?&#][^&#]*/g, (pair) => {
    const [entry] = parseQuery(pair);
    return entry?.hasValue && credentials.has("query", entry.name) ? pair : redactWithin(credentials, pair);
  });
}

/** The same for one raw `name=value`. What follows a credential without being one itself belongs to it. */
export function redactWithin(credentials: CredentialNames, sent: string): string {
  const pair = sent.replaceAll(userInformation, "$1");
  const starts = Array.from(pair.matchAll(marks), ({ index, 0: mark }) => ({
    index,
    start: index + mark.length,
    isSecret: credentials.has,
  }));
  const [{ length }] = splitPair(pair);
  // A value may be a query from its first character on; "sort=key=name" is none.
  if (length < (starts[0]?.index ?? pair.length))
    starts.unshift({ index: length, start: length + 1, isSecret: credentials.isSure });
  let redacted = pair.slice(0, starts[0]?.index);
  let secret: string | undefined;
  const close = (): void => {
    if (secret !== undefined) redacted += percentDecode(secret).malformed ? "redacted%" : "redacted";
    secret = undefined;
  };
  for (const [position, { index, start, isSecret }] of starts.entries()) {
    const end = starts[position + 1]?.index ?? pair.length;
    const part = pair.slice(start, end);
    const { 0: sign = "", index: at = 0 } = equals.exec(part) ?? {};
    if (sign === "" && secret !== undefined) {
      secret += pair.slice(index, end);
      continue;
    }
    close();
    const value = part.slice(at + sign.length);
    if (sign === "" || isEmpty(decode(value)) || !isSecret("query", decode(part.slice(0, at)))) {
      redacted += pair.slice(index, end);
      continue;
    }
    redacted += pair.slice(index, end - value.length);
    secret = value;
  }
  close();
  return redacted;
}

/** Base64 may end with equals signs, which give no name a value. */
function isEmpty(value: string): boolean {
  return value.replaceAll("=", "").trim() === "";
}

function decode(raw: string): string {
  let text = plusToSpace(raw);
  for (let times = 0; times < mostEncoded && text.includes("%"); times++) text = percentDecode(text).text;
  return text;
}
