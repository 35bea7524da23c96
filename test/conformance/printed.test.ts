import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import { keepPrinted } from "../../src/conformance/printed.ts";

afterEach(() => vi.restoreAllMocks());

/** What is kept while this runs. */
function keptOf(print: () => unknown): string {
  const printed = keepPrinted();
  try {
    print();
  } catch {
    // Where standard output is a socket, it has no file that can be opened.
  }
  printed.close();
  return printed.text;
}

const nothing = () => {};
const bytes = Buffer.from("--a key--");

it.each<[string, () => unknown, string]>([
  ["writeSync", () => fs.writeSync(2, "a key\n"), "a key\n"],
  ["write", () => fs.write(2, "a key\n", nothing), "a key\n"],
  ["write, promisified", () => promisify(fs.write)(2, bytes), "--a key--"],
  ["writeSync of bytes", () => fs.writeSync(2, bytes), "--a key--"],
  ["writeSync of some bytes", () => fs.writeSync(1, bytes, 2, 5), "a key"],
  ["writeSync of bytes to the end", () => fs.writeSync(1, bytes, 2), "a key--"],
  ["writeSync with options", () => fs.writeSync(1, bytes, { offset: 2, length: 3 } as never), "a k"],
  ["writeSync with a length alone", () => fs.writeSync(1, bytes, { length: 3 } as never), "--a"],
  ["writeSync of what is no Buffer", () => fs.writeSync(2, new DataView(bytes.buffer, bytes.byteOffset, 3)), "--a"],
  ["writeSync of what is more than ASCII", () => fs.writeSync(2, Buffer.from("ü€\n")), "ü€\n"],
  ["writev", () => fs.writev(2, [bytes.subarray(2, 5), bytes.subarray(5)], nothing), "a key--"],
  ["writevSync", () => fs.writevSync(2, [bytes.subarray(2, 5), bytes.subarray(5)]), "a key--"],
  ["what is neither text nor bytes", () => fs.writeSync(2, { not: "text" } as never), ""],
])("keeps what goes to a descriptor by %s", (_, write, kept) => {
  expect(keptOf(write)).toBe(kept);
});

it.each<[string, () => unknown]>([
  ["writeFile", () => fs.writeFile(2, "a key\n", nothing)],
  ["writeFileSync", () => fs.writeFileSync("/dev/stderr", "a key\n")],
  ["writeFileSync with an encoding", () => fs.writeFileSync(2, "a key\n", "utf8")],
  ["appendFile", () => fs.appendFile(1, "a key\n", nothing)],
  ["appendFileSync", () => fs.appendFileSync("/dev/stdout", "a key\n")],
])("keeps what goes to a file that is a stream by %s, be it more than once", (_, write) => {
  expect(new Set(keptOf(write).split("\n"))).toEqual(new Set(["a key", ""]));
});

it("keeps nothing of what goes to another file, though it is called like a descriptor", () => {
  const file = join(tmpdir(), `standin-printed-${process.pid}`);
  expect(keptOf(() => fs.writeFileSync(file, "a key"))).toBe("");
  expect(fs.readFileSync(file, "utf8")).toBe("a key");
  fs.rmSync(file);
});

it("keeps a text once, however often somebody has begun to keep it", () => {
  expect([keptOf(() => {}), keptOf(() => fs.writeSync(2, "once\n"))]).toEqual(["", "once\n"]);
});

it("keeps what goes through the streams, which have it all the same", () => {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(false);
  const error = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const answers: boolean[] = [];
  const print = () => {
    answers.push(process.stdout.write("a", "utf8"), process.stderr.write(Buffer.from("ü")));
  };
  expect(keptOf(print)).toBe("a\nü\n");
  expect(answers).toEqual([false, true]);
  expect([out.mock.calls, error.mock.calls]).toEqual([[["a", "utf8"]], [[Buffer.from("ü")]]]);
});

it("keeps what goes through a console, as deep as loggers show it", () => {
  const names = ["debug", "info", "log", "warn", "error"] as const;
  const spies = names.map((name) => vi.spyOn(console, name).mockReturnValue());
  const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
  const printed = keepPrinted();
  for (const name of names) console[name]("%s:", name, deep);
  printed.close();
  const lines = printed.text.replace(/\s+/g, " ").trim();
  expect(lines).toBe(names.map((name) => `${name}: { a: { b: { c: { d: { e: { f: 1 } } } } } }`).join(" "));
  for (const [index, name] of names.entries()) expect(spies[index]?.mock.calls).toEqual([["%s:", name, deep]]);
});

it("keeps nothing of what cannot be shown", () => {
  vi.spyOn(console, "log").mockReturnValue();
  const hidden = {
    [inspect.custom]() {
      throw new Error("nobody sees this");
    },
  };
  const printed = keepPrinted();
  expect(() => console.log(hidden)).not.toThrow();
  printed.close();
  expect(printed.text).toBe("\n");
});

it("keeps for each what is printed while that one is open, and then leaves the streams as they were", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const own = [process.stdout.write, process.stderr.write, console.log];
  const first = keepPrinted();
  process.stdout.write("1");
  const second = keepPrinted();
  process.stdout.write("2");
  first.close();
  process.stdout.write("3");
  second.close();
  second.close();
  process.stdout.write("4");
  expect([first.text, second.text]).toEqual(["1\n2\n", "2\n3\n"]);
  expect([process.stdout.write, process.stderr.write, console.log]).toEqual(own);
  expect(write).toHaveBeenCalledTimes(4);
});
