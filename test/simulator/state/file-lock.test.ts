import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { expect, it, onTestFinished, vi } from "vitest";
import { otherOwner, releaseLock, takeLock } from "../../../src/simulator/state/file-lock.ts";
import { self } from "../../../src/simulator/state/lock-owner.ts";

function createPlace(): { dir: string; lock: string } {
  const dir = mkdtempSync(join(tmpdir(), "standin-lock-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return { dir, lock: join(dir, "states.lock") };
}

/** A number that no process has. */
const gone = 2 ** 30;

/** Leaves a lock that another process has, who showed so for the last time that many seconds ago. */
function leave(lock: string, owner: object, seconds = 0): void {
  mkdirSync(lock);
  writeFileSync(join(lock, "owner.json"), JSON.stringify({ ...self, pid: gone, ...owner }));
  const shown = Date.now() / 1000 - seconds;
  utimesSync(lock, shown, shown);
}

/** Whether it could be had; it is let go again. */
function tryLock(lock: string): boolean {
  const isHad = takeLock(lock) === undefined;
  if (isHad) releaseLock(lock);
  return isHad;
}

const told = self.numbering === undefined || self.boot === undefined ? it.skip : it;

it("is taken over from a process that is gone, and leaves nothing", () => {
  const { dir, lock } = createPlace();
  leave(lock, {});
  expect([tryLock(lock), readdirSync(dir)]).toEqual([true, []]);
});

it("is taken over beside what was left behind while another was", () => {
  const { dir, lock } = createPlace();
  leave(lock, {});
  leave(`${lock}.discarded.${process.pid}.${threadId}`, {});
  expect([tryLock(lock), readdirSync(dir).length]).toEqual([true, 1]);
});

told.each([
  ["another container on the machine, while it shows that it lives", { numbering: "pid:[1]" }, 20, false],
  [
    "another container on the machine, when it has been silent for long",
    { numbering: "pid:[1]", host: "other" },
    40,
    true,
  ],
  ["this machine, when that was started again since", { boot: "before", pid: process.pid }, 0, true],
  ["another machine, however long it has been silent", { boot: "other", host: "other" }, 1000, false],
])("has an owner in %s", (_, owner, seconds, isHad) => {
  const { dir, lock } = createPlace();
  leave(lock, owner, seconds);
  expect([tryLock(lock), readdirSync(dir)]).toEqual([isHad, isHad ? [] : ["states.lock"]]);
});

it("is shown to live while it is held", () => {
  const { lock } = createPlace();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  takeLock(lock);
  utimesSync(lock, 0, 0);
  vi.advanceTimersByTime(10_000);
  expect(statSync(lock).mtimeMs).toBeGreaterThan(0);
  releaseLock(lock);
});

it("stays whose it is when the one that had it before lets go", () => {
  const { lock } = createPlace();
  takeLock(lock);
  rmSync(lock, { recursive: true });
  leave(lock, { pid: process.ppid });
  expect(otherOwner(lock)?.pid).toBe(process.ppid);
  releaseLock(lock);
  expect(existsSync(join(lock, "owner.json"))).toBe(true);
});

it.each([
  ["a file", (lock: string) => writeFileSync(lock, "mine")],
  [
    "a folder with a file beside",
    (lock: string) => {
      leave(lock, {});
      writeFileSync(join(lock, "mine"), "mine");
    },
  ],
  [
    "a folder with another owner.json",
    (lock: string) => {
      mkdirSync(lock);
      writeFileSync(join(lock, "owner.json"), '{"name":"mine"}');
    },
  ],
])("leaves alone what is no lock: %s", (_, make) => {
  const { dir, lock } = createPlace();
  make(lock);
  const list = () => readdirSync(dir, { recursive: true });
  const before = list();
  expect(() => takeLock(lock)).toThrow(
    `${lock} is there and is no lock of Standin's: move it away, or name another file`,
  );
  expect(list()).toEqual(before);
});
