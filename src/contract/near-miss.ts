/**
 * The candidate that a name was probably meant to be: alike but for case and separators, or a few slips away. Letters
 * doubled or not are one slip, however many, and so is a plural. Undefined when none is near, or within `most` slips.
 */
export function nearest(
  name: string,
  candidates: Iterable<string>,
  most = Number.POSITIVE_INFINITY,
): string | undefined {
  if (name.length > 100) return undefined;
  let best: string | undefined;
  // One slip for every three letters: "fistname" is near "firstName", "tag" is not near "name", and "q" near no other letter.
  const { length } = fold(name);
  let bestDistance = Math.min(Math.floor(Math.max(length, 3) / 3), length - 1, most) + 1;
  for (const candidate of candidates) {
    const distance = distanceBetween(fold(name), fold(candidate), bestDistance);
    if (distance < bestDistance && candidate !== name) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The hint that belongs into a message about an unknown name, with a space before it; empty when there is none. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}

function distanceBetween(a: string, b: string, limit: number): number {
  const distance = slips(a, b, limit);
  return distance > 1 && (single(a) === single(b) || singular(a) === singular(b)) ? 1 : distance;
}

function single(name: string): string {
  return name.replaceAll(/(\p{L})\1+/gu, "$1");
}

function singular(name: string): string {
  return name.replace(/ies$/, "y").replace(/s$/, "");
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts; `limit` when there are that many or more. */
export function slips(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, (previous[j - 1] as number) + same);
      // Note: before the first letter stands undefined, which is no letter.
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length] as number, limit);
}
