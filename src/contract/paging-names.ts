/** The names by which APIs ask for pages, and by which pages tell of others. */

/** A parameter, or a member of an input, that says how many records a page has. */
export function isPageSize(name: string): boolean {
  return /^(limit|page_?size|per_?page|page_?limit|page\[(size|limit)\])$/i.test(name);
}

/** One that says which page it is about, by its number. */
export function isPageNumber(name: string): boolean {
  return /^page(_?(number|no|index))?$/i.test(name);
}

/** One that says how many records go before the page. */
export function isOffset(name: string): boolean {
  return /^(offset|skip)$/i.test(name);
}

/** One that says so by a number, of pages or of records. */
export function isCounting(name: string): boolean {
  return isPageNumber(name) || isOffset(name);
}

/** One that takes what the page before gave. */
export function isCursor(name: string): boolean {
  return /^(next|.*cursor|(next_?)?page_?token|continuation_?token)$/i.test(name);
}

/** One that says which page it is about, in whatever way. */
export function isTurning(name: string): boolean {
  return isCounting(name) || isCursor(name) || /^(after|before)$/i.test(name);
}

/** A cursor that leads back. */
export function isBackwards(name: string): boolean {
  return /prev|before/i.test(name);
}

/** A member of a page that may be a cursor. */
export function mayBeCursor(name: string): boolean {
  return /next|prev|cursor|token/i.test(name);
}

/** A member that has the cursor of the next page. */
export function isNextCursor(name: string): boolean {
  return /^next(_?(cursor|page_?token|token))?$/i.test(name);
}

/** A member that has the number of the next page, or leads to it. */
export function isNextPage(name: string): boolean {
  return /^next(_?page)?$/i.test(name);
}

/** A member that leads to the next page in whatever way. */
export function namesNext(name: string): boolean {
  return isNextCursor(name) || isNextPage(name) || /^next_?link$/i.test(name);
}

/** A member that is true where another page comes. */
export function isMoreFlag(name: string): boolean {
  return /^has_?(more|next)(_?(pages?|items|records|results))?$/i.test(name);
}

/** A member that says how many records there are. */
export function isTotal(name: string): boolean {
  return /^total(_?(count|items|records|results))?$/i.test(name);
}

/** A member that says how many pages there are. */
export function isPageCount(name: string): boolean {
  return /pages$/i.test(name);
}

/** A member that says how many records the page has, or how many there are. */
export function isCount(name: string): boolean {
  return /count/i.test(name);
}

/** One that counts in whatever way, as `isTotal` or `isCount` or another of their kind. */
export function isTotalOrCount(name: string): boolean {
  return /total/i.test(name) || isCount(name);
}

/** A member that repeats what was asked for. */
export function isEcho(name: string): boolean {
  return /(limit|offset|size)$/i.test(name);
}

/** Whether what stands under the name, or below it, says whether there are more records than the page has. */
export function tellsOfMore(name: string): boolean {
  return /^(next\w*|cursor|has_?(more|next)\w*|total\w*|counts?)$/i.test(name);
}
