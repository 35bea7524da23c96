import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";

/** Standin itself needs no curl, so who has none can run the tests; on CI its absence is a failure. */
export const curlIsMissing = process.env.CI === undefined && spawnSync("curl", ["--version"]).error !== undefined;

export interface CurlAnswer {
  /** The status lines in the order in which they came, such as "HTTP/1.1 200 OK". */
  statusLines: string[];
  /** Those of the last response, names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Runs a line for the shell, such as a reference page prints it, and answers what it writes to standard output. */
export function shell(line: string): Promise<string> {
  return output(spawn("sh", ["-c", line]));
}

/** Runs curl with the arguments given, with the bytes on its standard input. */
export async function curl(args: string[], input: string | Buffer = ""): Promise<CurlAnswer> {
  const child = spawn("curl", ["--silent", "--show-error", "--include", ...args]);
  // What curl does not read is not the test's business: its exit status is.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const lines: string[] = [];
  let headers: Record<string, string> = {};
  let body = await output(child);
  while (body.startsWith("HTTP/")) {
    const end = body.indexOf("\r\n\r\n");
    const [statusLine = "", ...fields] = body.slice(0, end).split("\r\n");
    lines.push(statusLine.trim());
    headers = Object.fromEntries(fields.map((field) => /^([^:]+): ?(.*)$/.exec(field)?.slice(1) ?? []).map(lowerName));
    body = body.slice(end + 4);
  }
  return { statusLines: lines, headers, body };
}

function lowerName([name = "", value = ""]: string[]): [string, string] {
  return [name.toLowerCase(), value];
}

async function output(child: ChildProcessWithoutNullStreams): Promise<string> {
  const ended = new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject));
  const [written, complaint, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`${child.spawnargs.join(" ")} ended with ${status}: ${complaint}`);
  return written;
}
