import { type CaseResult, nameOfCase } from "../conformance/run.ts";
import { oneLine } from "../contract/violation.ts";
import { count } from "../report/count.ts";

/** Says how far a run has come. */
export interface Progress {
  /** A case has been run. */
  done(result: CaseResult, done: number, all: number): void;
  /** Makes room for a line that is not of this. */
  clear(): void;
  end(): void;
}

/** What it says that to; `columns` is 0 where nobody knows how wide it is. */
export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): void;
}

/** On a terminal one line, written anew with each case; elsewhere a line for each operation. */
export function createProgress(stream: Screen): Progress {
  return stream.isTTY ? createLine(stream) : createLines(stream);
}

function createLine(stream: Screen): Progress {
  let failed = 0;
  const clear = () => void stream.write("\r\u001b[K");
  return {
    done(result, done, all) {
      if (result.status === "failed" || result.status === "stale") failed++;
      const text = oneLine(`${done}/${all}, ${failed} failed: ${nameOfCase(result)}`);
      // A line that wraps could not be written over.
      stream.write(`\r\u001b[K${text.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear,
    end: clear,
  };
}

function createLines(stream: Screen): Progress {
  let own: CaseResult[] = [];
  const tell = (): void => {
    const [first] = own;
    if (first === undefined) return;
    const have = (...states: CaseResult["status"][]) => own.filter(({ status }) => states.includes(status)).length;
    const [failed, skipped] = [have("failed", "stale"), have("skipped")];
    const seconds = (own.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000).toFixed(1);
    const parts = [count(own.length, "case"), `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])];
    stream.write(`${first.operation}: ${parts.join(", ")}, ${seconds} s\n`);
    own = [];
  };
  return {
    done(result) {
      if (own[0] !== undefined && own[0].operation !== result.operation) tell();
      own.push(result);
    },
    clear() {},
    end: () => tell(),
  };
}
