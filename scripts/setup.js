// Makes a clone ready to run: installs the dependencies and builds, each only when it is needed.
// Plain JavaScript with node: imports only, since it runs before anything is installed. Whoever imports it has it done.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installStamp = join(root, "node_modules", ".standin-lock-hash");
const buildStamp = join(root, "dist", ".standin-source-hash");
const bin = join(root, "dist", "src", "cli", "standin.js");
const binLink = join(root, "node_modules", ".bin", "standin");
const endings = ["SIGINT", "SIGTERM", "SIGHUP"];

refuseOldNode();
if (!isReady()) {
  await withLock(join(root, ".setup-lock"), say, async (tellGroup) => {
    if (!isInstalled()) await install(tellGroup);
    if (!isBuilt()) await build(tellGroup);
    if (!isLinked()) link();
  });
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Standin needs Node.js 20.19 or later; this is ${process.versions.node} (${process.execPath}).`);
}

function isReady() {
  return isInstalled() && isBuilt() && isLinked();
}

/** An install by hand counts as well as one from here: npm writes its own record when it has finished. */
function isInstalled() {
  const lock = readText(join(root, "package-lock.json"));
  const hash = hashOf([lock]);
  if (readText(installStamp) === hash) return true;
  if (!npmInstalledAll(lock)) return false;
  writeFileSync(installStamp, hash);
  return true;
}

function npmInstalledAll(lock) {
  const record = readText(join(root, "node_modules", ".package-lock.json"));
  if (record === "") return false;
  const installed = parsePackages(record);
  const wanted = Object.entries(JSON.parse(lock).packages).filter(([path]) => path.startsWith("node_modules/"));
  return wanted.every(([path, { version, integrity, optional }]) => {
    const found = installed[path];
    return found === undefined ? optional === true : found.version === version && found.integrity === integrity;
  });
}

/** None where npm was stopped while it wrote the record. */
function parsePackages(record) {
  try {
    return JSON.parse(record).packages;
  } catch {
    return {};
  }
}

async function install(tellGroup) {
  say("Installing the dependencies (npm ci) …");
  rmSync(installStamp, { force: true });
  // Note: the build needs the development dependencies, also where NODE_ENV=production leaves them out.
  const result = await run("npm", ["ci", "--include=dev"], tellGroup);
  if (result.error?.code === "ENOENT") fail("npm was not found; it comes with Node.js and must be on the PATH.");
  if (result.status !== 0) fail("npm ci failed; the dependencies are not installed.");
  writeFileSync(installStamp, hashOf([readText(join(root, "package-lock.json"))]));
}

function isBuilt() {
  return existsSync(bin) && readText(buildStamp) === sourceHash();
}

/** Builds beside the last build and then changes places, so that nobody meets half of one. */
async function build(tellGroup) {
  say("Building (tsc, rolldown) …");
  const hash = sourceHash();
  const next = join(root, "dist.next");
  rmSync(next, { recursive: true, force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const steps = { tsc: [tsc, "-p", "tsconfig.build.json", "--outDir", next], rolldown: ["scripts/bundle.js", next] };
  for (const [name, args] of Object.entries(steps)) {
    const result = await run(process.execPath, args, tellGroup);
    if (result.status === 0) continue;
    rmSync(next, { recursive: true, force: true });
    fail(`The build failed; ${name}'s errors are above.`);
  }
  chmodSync(join(next, "src", "cli", "standin.js"), 0o755);
  writeFileSync(join(next, ".standin-source-hash"), hash);
  const last = join(root, "dist.last");
  rmSync(last, { recursive: true, force: true });
  if (existsSync(join(root, "dist"))) renameSync(join(root, "dist"), last);
  renameSync(next, join(root, "dist"));
  rmSync(last, { recursive: true, force: true });
}

/** Of everything that the build reads: names and contents. */
function sourceHash() {
  const sources = ["src", "mocks", "contracts"]
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
    .filter((name) => /\.(ts|ya?ml)$/.test(name) && !name.endsWith(".test.ts"))
    .sort();
  const files = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "scripts/bundle.js",
    "scripts/joined.js",
    ...sources,
  ];
  return hashOf(files.flatMap((name) => [name, readText(join(root, name))]));
}

/** npx takes a command from node_modules/.bin first: without the link it would go and install the package. */
function isLinked() {
  return process.platform === "win32" || existsSync(binLink);
}

function link() {
  mkdirSync(dirname(binLink), { recursive: true });
  if (lstatSync(binLink, { throwIfNoEntry: false })) rmSync(binLink);
  symlinkSync(join("..", "..", "dist", "src", "cli", "standin.js"), binLink);
}

/**
 * What it prints goes to standard error: standard output belongs to the command that follows.
 * Note: it is a process group of its own, so that a signal ends all of it, and it is gone before the lock is: npm would
 * go on for a while after Ctrl-C, and undo what the next set-up does. Where this process is killed, it stays behind: the
 * lock knows of it.
 */
function run(command, args, tellGroup) {
  const isWindows = process.platform === "win32";
  const shell = isWindows && command === "npm";
  let ended;
  const end = (signal) => {
    ended ??= signal;
    if (isWindows) child.kill("SIGKILL");
    else if (child.pid !== undefined) killGroup(child.pid);
  };
  for (const signal of endings) process.on(signal, end);
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell, detached: !isWindows });
  if (!isWindows && child.pid !== undefined) tellGroup(child.pid);
  return new Promise((resolve) => {
    const finish = (result) => {
      if (ended !== undefined) {
        say("The set-up was broken off. The next start begins it anew.");
        process.exit(128 + constants.signals[ended]);
      }
      for (const signal of endings) process.off(signal, end);
      resolve(result);
    };
    child.once("error", (error) => finish({ status: null, error }));
    child.once("close", (status) => finish({ status }));
  });
}

function killGroup(leader) {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

function hashOf(texts) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest("hex");
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(2);
}
