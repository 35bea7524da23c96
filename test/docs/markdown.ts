/** A fenced block of a document. */
export interface Block {
  /** The first word after the fence, such as "sh". */
  language: string;
  /** The second word: a file to write, or what the block is. Empty where there is none. */
  label: string;
  text: string;
  /** Of its opening fence, counted from 1. */
  line: number;
  /** Nothing but empty lines stands between the block before it and this one. */
  follows: boolean;
}

/** The fenced blocks of a document, in order. */
export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: (Block & { lines: string[] }) | undefined;
  let follows = false;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (open !== undefined && line === "```") {
      blocks.push({ ...open, text: open.lines.join("\n") });
      open = undefined;
      follows = true;
    } else if (open !== undefined) {
      open.lines.push(line);
    } else if (line.startsWith("```")) {
      const [language = "", label = ""] = line.slice(3).split(" ");
      open = { language, label, text: "", line: index + 1, follows, lines: [] };
    } else if (line !== "") {
      follows = false;
    }
  }
  return blocks;
}

/** The text outside the fenced blocks. */
export function readProse(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```$/gm, "");
}

/** The section below a heading, to the next heading of its level or above. */
export function readSection(markdown: string, heading: string): string {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => line.replace(/^#+ /, "") === heading && line.startsWith("#"));
  if (start === -1) throw new Error(`There is no heading "${heading}".`);
  const level = /^#+/.exec(lines[start] as string)?.[0].length ?? 1;
  let fenced = false;
  const length = lines.slice(start + 1).findIndex((line) => {
    if (line.startsWith("```")) fenced = !fenced;
    return !fenced && /^#+ /.test(line) && line.indexOf(" ") <= level;
  });
  return lines.slice(start, length === -1 ? undefined : start + 1 + length).join("\n");
}

/** The rows of the first table, without its head; each a list of cells. */
export function readTable(markdown: string): string[][] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => line.startsWith("|"));
  if (start === -1) throw new Error("There is no table.");
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start + 2, length === -1 ? undefined : start + length).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
}

/** What stands between backticks. */
export function readCode(markdown: string): string[] {
  return [...readProse(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code as string);
}
