import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterEach, expect, it, vi } from "vitest";
import { killGroup, startGroup } from "../../src/conformance/process-group.ts";

const started: ChildProcess[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts a shell with this script. */
function start(script: string, env: Record<string, string> = {}): ChildProcess {
  const child = startGroup({ command: ["sh", "-c", script], cwd: import.meta.dirname, env });
  started.push(child);
  return child;
}
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const listeners = () => signals.map((signal) => process.listenerCount(signal));

it("starts a process in its folder, with its variables beside those that there are, and pipes", async () => {
  const child = start('cat; pwd; echo "$OWN $PATH" >&2', { OWN: "own" });
  child.stdin?.end("given\n");
  const [out, error] = await Promise.all([text(child.stdout as never), text(child.stderr as never)]);
  expect([out, error]).toEqual([`given\n${import.meta.dirname}\n`, `own ${process.env.PATH}\n`]);
});

it("ends a process with what it has started, and one that has ended or never begun as well", async () => {
  const child = start("sleep 30 & echo begun; wait");
  await once(child.stdout as never, "data");
  killGroup(child);
  // Its output is closed when nobody holds it any more.
  expect(await once(child, "close")).toEqual([null, "SIGKILL"]);
  expect(() => killGroup(child)).not.toThrow();
  const kill = vi.spyOn(process, "kill");
  const before = listeners();
  const none = startGroup({ command: ["no-such-command"], cwd: import.meta.dirname });
  none.on("error", () => {});
  killGroup(none);
  expect([kill.mock.calls, listeners()]).toEqual([[], before]);
});

it("listens for signals once while any process is there, and then no more", async () => {
  const before = listeners();
  const more = before.map((count) => count + 1);
  const [one, other] = [start("read line"), start("read line")];
  expect(listeners()).toEqual(more);
  one.stdin?.end();
  await once(one, "exit");
  expect(listeners()).toEqual(more);
  other.stdin?.end();
  await once(other, "exit");
  expect(listeners()).toEqual(before);
});

it.each(signals)("ends all processes with itself by %s", async (signal) => {
  const { kill } = process;
  const own: unknown[] = [];
  vi.spyOn(process, "kill").mockImplementation((pid, given) => {
    if (pid !== process.pid) return kill.call(process, pid, given);
    own.push(given);
    return true;
  });
  const before = listeners();
  const children = [start("read line"), start("sleep 30 & wait")];
  const ends = Promise.all(children.map((child) => once(child, "close")));
  process.emit(signal, signal);
  expect([own, listeners()]).toEqual([[signal], before]);
  expect(await ends).toEqual([
    [null, "SIGKILL"],
    [null, "SIGKILL"],
  ]);
});
