import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";

let isBearable: (trace: string) => boolean = () => false;

/** Tells what was thrown where nobody catches it, in a mock's timer above all, and ends with status 2 unless it can be borne. */
export function tellUncaught(error: unknown): void {
  const trace = inspect(error);
  if (isBearable(trace)) {
    process.stderr.write(
      `standin: A mock threw outside of any request; the stand-ins go on serving. Its stack says where:\n${trace}\n`,
    );
    return;
  }
  process.stderr.write(`standin: unexpected: ${trace}\n`);
  process.exit(2);
}

/** From now on only a defect of Standin's own ends the process: one whose trace passes its files, and none of the mocks in `folder`. */
export function bearMocks(folder: string): void {
  const own = fileURLToPath(new URL("../..", import.meta.url));
  isBearable = (trace) => isIn(trace, resolve(folder)) || !isIn(trace, own);
}

/** Stacks name files by path or by URL. */
function isIn(trace: string, folder: string): boolean {
  return trace.includes(folder) || trace.includes(pathToFileURL(folder).href);
}
