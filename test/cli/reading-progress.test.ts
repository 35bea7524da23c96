import { expect, it } from "vitest";
import { createReadingProgress, sizeOf } from "../../src/cli/reading-progress.ts";

const mebibyte = 2 ** 20;

/** Reads so many exchanges, of which each takes a millisecond and has 1 KiB; answers what is told. */
function read(exchanges: number, { isTTY, bytes }: { isTTY: boolean; bytes?: number }): string {
  const written: string[] = [];
  let time = 0;
  const screen = { isTTY, columns: 40, write: (text: string) => void written.push(text) };
  const progress = createReadingProgress(screen, bytes, () => time);
  for (let done = 1; done <= exchanges; done++) {
    time++;
    progress.at(done, done * 1024);
  }
  progress.clear();
  return written.join("").replaceAll("\r\u001b[K", "\n>");
}

it("says nothing of what takes less than a second", () => {
  expect([read(999, { isTTY: true }), read(999, { isTTY: false })]).toEqual(["", ""]);
});

it("tells ever more seldom where it is no terminal", () => {
  expect(read(16_000, { isTTY: false, bytes: 16_000 * 1024 })).toMatchInlineSnapshot(`
    "1024 exchanges, 1 of 16 MiB (6 %)
    3072 exchanges, 3 of 16 MiB (19 %)
    7104 exchanges, 7 of 16 MiB (44 %)
    15104 exchanges, 15 of 16 MiB (94 %)
    "
  `);
});

it("is one line on a terminal, which goes when there is something else to say", () => {
  expect(read(3000, { isTTY: true, bytes: 4 * mebibyte })).toMatchInlineSnapshot(`
    "
    >1024 exchanges, 1 of 4 MiB (25 %)
    >2048 exchanges, 2 of 4 MiB (50 %)
    >"
  `);
});

it("tells no part of a whole that nobody knows", () => {
  expect(read(1100, { isTTY: false })).toMatchInlineSnapshot(`
    "1024 exchanges, 1 MiB
    "
  `);
  expect(sizeOf(["-"])).toBeUndefined();
  expect(sizeOf([import.meta.filename, import.meta.dirname])).toBeUndefined();
  expect(sizeOf([import.meta.filename])).toBeGreaterThan(1000);
});
