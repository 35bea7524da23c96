/** What Python's json module finds in a text that is no JSON, as FastAPI passes it on. */
export interface JsonError {
  msg: string;
  /** Counted in characters, not in UTF-16 units. */
  position: number;
}

/** A scanner's stop: what is wrong, and the offset where. */
interface Stop {
  msg: string;
  at: number;
}

const literal = /null|true|false|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const escapes = '"\\/bfnrt';

/** Where and why Python gives up on a text, in the words of CPython 3.11. */
export function jsonError(text: string): JsonError {
  const { msg, at } = scan(text);
  return { msg, position: [...text.slice(0, at)].length };
}

function scan(text: string): Stop {
  const closers: string[] = [];
  let at = skipSpace(text, 0);
  // Each turn reads one value, then closes and separates what follows it, up to the next value.
  while (true) {
    const opened = text[at];
    if (opened === "{" || opened === "[") {
      closers.push(opened === "{" ? "}" : "]");
      at = skipSpace(text, at + 1);
      if (text[at] !== closers.at(-1)) {
        const key = opened === "{" ? scanKey(text, at) : at;
        if (typeof key === "object") return key;
        at = key;
        continue;
      }
    } else {
      const end = opened === '"' ? scanString(text, at) : scanLiteral(text, at);
      if (typeof end === "object") return end;
      at = skipSpace(text, end);
      if (closers.length === 0) return { msg: "Extra data", at };
    }
    while (closers.length > 0 && text[at] === closers.at(-1)) {
      closers.pop();
      at = skipSpace(text, at + 1);
    }
    if (closers.length === 0) return { msg: "Extra data", at };
    if (text[at] !== ",") return { msg: "Expecting ',' delimiter", at };
    at = skipSpace(text, at + 1);
    const key = closers.at(-1) === "}" ? scanKey(text, at) : at;
    if (typeof key === "object") return key;
    at = key;
  }
}

/** From a member's name to the start of its value. */
function scanKey(text: string, at: number): number | Stop {
  if (text[at] !== '"') return { msg: "Expecting property name enclosed in double quotes", at };
  const end = scanString(text, at);
  if (typeof end === "object") return end;
  const colon = skipSpace(text, end);
  return text[colon] === ":" ? skipSpace(text, colon + 1) : { msg: "Expecting ':' delimiter", at: colon };
}

function scanString(text: string, begin: number): number | Stop {
  for (let at = begin + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character < " ") return { msg: "Invalid control character at", at };
    if (character !== "\\") continue;
    at++;
    if (text[at] === "u") {
      // Note: Python wants a character behind the four digits, too.
      if (!/^[\dA-Fa-f]{4}./s.test(text.slice(at + 1, at + 6))) return { msg: "Invalid \\uXXXX escape", at };
      at += 4;
    } else if (at < text.length && !escapes.includes(text.charAt(at))) {
      return { msg: "Invalid \\escape", at: at - 1 };
    }
  }
  return { msg: "Unterminated string starting at", at: begin };
}

function scanLiteral(text: string, at: number): number | Stop {
  literal.lastIndex = at;
  return literal.test(text) ? literal.lastIndex : { msg: "Expecting value", at };
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && " \t\n\r".includes(text.charAt(next))) next++;
  return next;
}
