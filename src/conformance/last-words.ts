/** At most so many lines are shown, each so long. */
const mostLines = 4;
const longestLine = 300;

/** How languages begin the line that says what went wrong: `TypeError: …`, `panic: …`, `Caused by: java.lang.…Exception`. */
const namesError =
  /^[\w.:]*(?:Error|Exception)\b|^(?:panic:|fatal|unhandled|uncaught|caused by:|thread '|terminate called)/i;

/** Where somebody was: "    at read (adapter.mjs:3:1)", "  File "adapter.py", line 3", "main.main()", "goroutine 1 [running]:". */
const isPlace = /^\s|^goroutine \d+|^[\w./*()-]+\(.*\)$|^Node\.js v\d|^\}$/;

/** The lines of what a process has printed last that tell most: those that name an error, wherever its stack has them, and the end. */
export function lastWords(printed: string): string {
  const lines = printed.split(/\r?\n/).filter((line) => line.trim() !== "");
  const telling = lines.filter((line) => !isPlace.test(line));
  const named = [...telling.keys()].filter((index) => namesError.test(telling[index] as string)).slice(-2);
  const end = [...telling.keys()].filter((index) => index > (named.at(-1) ?? -1)).slice(named.length - mostLines);
  const shown = [...named, ...end].map((index) => telling[index] as string);
  return (shown.length > 0 ? shown : lines.slice(-1)).map((line) => cutLine(line.trim())).join(" | ");
}

function cutLine(line: string): string {
  return line.length <= longestLine ? line : `${line.slice(0, longestLine)}…`;
}
