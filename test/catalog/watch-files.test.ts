import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { watchFiles } from "../../src/catalog/watch-files.ts";

/** Watches a folder in a new one, whether or not it is there. */
function watchFolder(prepare: (write: (name: string) => void) => void, beside: string[] = [], folder = "watched") {
  const dir = mkdtempSync(join(tmpdir(), "standin-files-"));
  const write = (name: string, text = "text"): void => {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  };
  prepare(write);
  const told: string[] = [];
  let notice = (): void => {};
  const watch = watchFiles({
    folders: [join(dir, folder)],
    files: () => beside.map((name) => join(dir, name)),
    ignores: (path) => path.endsWith(".tmp"),
    tell(files) {
      told.push(
        files
          .map((file) => file.slice(dir.length + 1))
          .sort()
          .join(" "),
      );
      notice();
    },
    fail: (reason) => told.push(reason),
  });
  onTestFinished(() => {
    watch.close();
    rmSync(dir, { recursive: true });
  });
  /** Waits for so many tellings, and answers the latest. */
  const next = async (count: number): Promise<string | undefined> => {
    while (told.length < count) await new Promise<void>((resolve) => (notice = resolve));
    return told[told.length - 1];
  };
  return { dir, write, next, watch };
}

it("tells what is new, changed and gone, at one go", async () => {
  const { dir, write, next } = watchFolder((make) => {
    for (const name of ["a", "b", "c"]) make(`watched/deep/${name}`);
  });
  write("watched/deep/new");
  write("watched/deep/a", "other");
  rmSync(join(dir, "watched/deep/b"));
  expect(await next(1)).toBe("watched/deep/a watched/deep/b watched/deep/new");
});

it("tells a file that was written elsewhere and renamed", async () => {
  const { dir, write, next } = watchFolder((make) => make("watched/a"));
  write("watched/a.tmp", "other");
  renameSync(join(dir, "watched/a.tmp"), join(dir, "watched/a"));
  expect(await next(1)).toBe("watched/a");
});

it("watches a folder that comes later, goes and comes back", async () => {
  const { dir, write, next } = watchFolder(() => {});
  write("watched/deep/a");
  expect(await next(1)).toBe("watched/deep/a");
  rmSync(join(dir, "watched"), { recursive: true });
  expect(await next(2)).toBe("watched/deep/a");
  write("watched/deep/b");
  expect(await next(3)).toBe("watched/deep/b");
  write("watched/deep/b", "other");
  expect(await next(4)).toBe("watched/deep/b");
});

it.each([
  ["it", "above/watched"],
  ["the folder above it", "above"],
])("tells what goes when %s is moved away, and comes when it is moved back", async (_, moved) => {
  const { dir, write, next } = watchFolder((make) => make("above/watched/deep/a"), [], "above/watched");
  for (const round of [0, 2]) {
    renameSync(join(dir, moved), join(dir, "elsewhere"));
    expect(await next(round + 1)).toBe("above/watched/deep/a");
    renameSync(join(dir, "elsewhere"), join(dir, moved));
    expect(await next(round + 2)).toBe("above/watched/deep/a");
  }
  write("above/watched/deep/a", "other");
  expect(await next(5)).toBe("above/watched/deep/a");
});

it("follows links, and no circle of them", async () => {
  const { dir, write, next } = watchFolder((make) => {
    make("elsewhere/a");
    make("watched/b");
  });
  symlinkSync(join(dir, "elsewhere"), join(dir, "watched", "link"));
  symlinkSync(join(dir, "watched"), join(dir, "watched", "circle"));
  expect(await next(1)).toBe("watched/link/a");
  write("elsewhere/a", "other");
  expect(await next(2)).toBe("watched/link/a");
});

it("tells of single files beside once they are asked for", async () => {
  const beside: string[] = [];
  const { write, next, watch } = watchFolder((make) => {
    make("elsewhere/a");
    make("watched/b");
  }, beside);
  beside.push("elsewhere/a");
  watch.renew();
  write("watched/b", "other");
  expect(await next(1)).toBe("watched/b");
  write("elsewhere/a", "other");
  expect(await next(2)).toBe("elsewhere/a");
});
