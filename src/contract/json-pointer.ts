/** RFC 6901. Note: tokens are escaped by the thousand at load, and hardly one needs it. */
export function escapeToken(token: string): string {
  if (!token.includes("/") && !token.includes("~")) return token;
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescapeToken(token: string): string {
  if (!token.includes("~")) return token;
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The tokens of a pointer; none for the whole document. */
export function tokensOf(pointer: string): string[] {
  return pointer.split("/").slice(1).map(unescapeToken);
}

/** The pointer to what the place of another lies in. */
export function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf("/"));
}

/** The name of a member, or the index of an item. */
export function lastTokenOf(pointer: string): string {
  return unescapeToken(pointer.slice(pointer.lastIndexOf("/") + 1));
}

/** Whether a token may be that of an item of a list. */
export function isIndex(token: string | undefined): boolean {
  return /^\d+$/.test(token ?? "");
}

/** Whether a place is an item of a list, or lies in one. Note: a member whose name is a number is taken for one, too. */
export function isInItem(pointer: string): boolean {
  return /\/\d+(\/|$)/.test(pointer);
}

/** The same place in the first item of each list that it lies in. */
export function inFirstItems(pointer: string): string {
  return pointer.replaceAll(/\/\d+(?=\/|$)/g, "/0");
}

/** A pointer as a sentence names the member, such as "contact.lastName". */
export function toDotted(pointer: string): string {
  return tokensOf(pointer).join(".");
}

/** What stands at a place in a JSON value; undefined where nothing does. */
export function valueAt(value: unknown, tokens: readonly string[]): unknown {
  let at = value;
  for (const token of tokens) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, token)) return undefined;
    at = (at as Record<string, unknown>)[token];
  }
  return at;
}

/** The tokens of a pointer that stands in the fragment of a URI, percent-encoded. */
export function tokensOfFragment(fragment: string): string[] {
  return fragment.split("/").slice(1).map(unescapeFragment);
}

function unescapeFragment(token: string): string {
  if (!token.includes("%")) return unescapeToken(token);
  try {
    return unescapeToken(decodeURIComponent(token));
  } catch {
    // A stray percent sign is taken as itself; whether the pointer leads anywhere shows next.
    return unescapeToken(token);
  }
}
