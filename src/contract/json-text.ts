/** What keeps a text from being JSON, and where. */
export interface JsonProblem {
  /** Counted from 1. */
  line: number;
  /** In UTF-16 code units, counted from 1. */
  column: number;
  reason: string;
}

/** What may come next: a value, or what goes on after one. */
type State = "value" | "firstItem" | "firstName" | "name" | "colon" | "afterValue";

/** One token: white space, a mark, a whole string, number or word. */
const token =
  /[ \t\n\r]+|[{}[\]:,]|"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * The first place where a text departs from RFC 8259, or undefined where `JSON.parse` takes it. The engine's own errors
 * name a position on some versions of Node and for some mistakes only.
 */
export function findJsonProblem(text: string, options: { uniqueNames?: boolean } = {}): JsonProblem | undefined {
  const open: ("{" | "[")[] = [];
  const names: Set<string>[] = [];
  let state: State = "value";
  let offset = 0;
  const problem = (reason: string, at = offset): JsonProblem => ({ ...placeOf(text, at), reason });
  while (offset < text.length) {
    token.lastIndex = offset;
    const found = token.exec(text)?.[0];
    if (found === undefined) return misfit(text, offset, state, problem);
    const start = found.charAt(0);
    const end = offset + found.length;
    if (!" \t\n\r".includes(start)) {
      const next = nextState(state, start, open);
      if (next === undefined) return problem(`unexpected ${JSON.stringify(found.slice(0, 40))}`);
      if (options.uniqueNames) {
        if (start === "{") names.push(new Set());
        else if (start === "}") names.pop();
        else if (next === "colon") {
          const known = names.at(-1) as Set<string>;
          const name = JSON.parse(found) as string;
          if (known.has(name)) return problem(`the name ${found} stands twice in one object`);
          known.add(name);
        }
      }
      if (start === "{" || start === "[") open.push(start);
      else if (start === "}" || start === "]") open.pop();
      state = next;
    }
    offset = end;
  }
  return state === "afterValue" && open.length === 0 ? undefined : problem("it ends too early");
}

function nextState(state: State, start: string, open: readonly string[]): State | undefined {
  const within = open.at(-1);
  switch (start) {
    case "{":
      return isValueDue(state) ? "firstName" : undefined;
    case "[":
      return isValueDue(state) ? "firstItem" : undefined;
    case "}":
      return state === "firstName" || (state === "afterValue" && within === "{") ? "afterValue" : undefined;
    case "]":
      return state === "firstItem" || (state === "afterValue" && within === "[") ? "afterValue" : undefined;
    case ":":
      return state === "colon" ? "value" : undefined;
    case ",":
      if (state !== "afterValue" || within === undefined) return undefined;
      return within === "{" ? "name" : "value";
    case '"':
      if (state === "firstName" || state === "name") return "colon";
      return isValueDue(state) ? "afterValue" : undefined;
    default:
      return isValueDue(state) ? "afterValue" : undefined;
  }
}

function isValueDue(state: State): boolean {
  return state === "value" || state === "firstItem";
}

/** What a text ends with that ends within an escape, a number or a word. */
const cutEscape = /\\(?:u[0-9a-fA-F]{0,3})?$/y;
const cutNumber = /(?<=\d)(?:\.|[eE][+-]?)$/y;
const cutValue = /(?:-|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?)$/y;

/** No token begins here: a string that is broken is told at the place where it breaks. */
function misfit(
  text: string,
  offset: number,
  state: State,
  problem: (reason: string, at: number) => JsonProblem,
): JsonProblem {
  let at = offset;
  const inString = text.charAt(at) === '"';
  if (inString) {
    const whole = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*/y;
    whole.lastIndex = at;
    at += whole.exec(text)?.[0].length ?? 0;
  }
  const cut = inString ? cutEscape : isValueDue(state) ? cutValue : cutNumber;
  cut.lastIndex = at;
  if (at >= text.length || cut.test(text)) return problem("it ends too early", text.length);
  const character = String.fromCodePoint(text.codePointAt(at) as number);
  return problem(`unexpected ${JSON.stringify(character)}`, at);
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}
