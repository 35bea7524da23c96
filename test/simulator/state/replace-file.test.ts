import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { replaceFile } from "../../../src/simulator/state/replace-file.ts";

const megabyte = 1024 * 1024;

it.each<[string, (string | Buffer)[]]>([
  ["nothing", []],
  ["empty parts", ["", Buffer.alloc(0), "a", ""]],
  ["small ones", Array.from({ length: 3000 }, (_, n) => `${n} Zoë 李 😀\n`)],
  [
    "texts and bytes in turn",
    Array.from({ length: 50 }, (_, n) => (n % 2 ? "é".repeat(n * 1000) : Buffer.alloc(n * 999, "x"))),
  ],
  ["one that just has room", [Buffer.alloc(megabyte - 3, "a"), "李", "b"]],
  ["one that has no room for a byte more", [Buffer.alloc(megabyte, "a"), "", "b"]],
  ["large ones between small ones", ["a", "李".repeat(megabyte), "b", Buffer.alloc(3 * megabyte, "c"), "d"]],
])("writes %s as they come", (_, parts) => {
  const folder = mkdtempSync(join(tmpdir(), "standin-replace-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "file");
  replaceFile(file, parts);
  const whole = Buffer.concat(parts.map((part) => Buffer.from(part)));
  expect(readFileSync(file).equals(whole)).toBe(true);
});
