import { findJsonProblem } from "./json-text.ts";

/** How deep a JSON body may be nested: far beyond any API, well within the stack. */
export const maxDepth = 512;

/** Whether a JSON text is nested deeper than is read. */
export function isTooDeep(text: string): boolean {
  return text.length > maxDepth && hasMoreOpenings(text, maxDepth) && isDeeper(text, maxDepth);
}

/**
 * A JSON text's value, or what keeps it from having one. Note: of a name that stands twice in an object the last counts,
 * as everywhere in JavaScript. RFC 8259 advises against it and no contract forbids it; to find it would take a second look at every body.
 */
export function parseJson(text: string): { value?: unknown; problem?: string } {
  if (isTooDeep(text)) return { problem: `the JSON is nested more than ${maxDepth} levels deep` };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: `the body is not JSON: ${describeProblem(text)}` };
  }
}

function describeProblem(text: string): string {
  const problem = findJsonProblem(text);
  return problem === undefined
    ? "it cannot be parsed"
    : `${problem.reason} at line ${problem.line}, column ${problem.column}`;
}

/** Found much faster than the depth itself, and false of nearly every text. */
function hasMoreOpenings(text: string, limit: number): boolean {
  let count = 0;
  for (const opening of ["{", "["]) {
    for (let at = text.indexOf(opening); at !== -1; at = text.indexOf(opening, at + 1)) {
      if (++count > limit) return true;
    }
  }
  return false;
}

function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
