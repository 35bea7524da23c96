import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ThreadsPoolWorker } from "vitest/node";

/**
 * Has the next run go on in the thread of the last one. Vitest ends it after each run, which is one mutant here, and most
 * of a mutant's time went into loading Vitest, ajv and YAML anew. The files of `folders` are still loaded anew: what they
 * remember may be what the last mutant made of it.
 */
export function keepWorkers(folders) {
  const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)));
  const sources = files.filter((file) => file.endsWith(".ts")).map((file) => join(process.cwd(), file));
  const worker = ThreadsPoolWorker.prototype;
  const { start, send, stop } = worker;
  let kept;

  worker.start = function () {
    this._thread = kept;
    this.isKept = kept !== undefined;
    kept?.ref();
    kept = undefined;
    return start.call(this);
  };

  worker.send = function (message) {
    const answer = (type) =>
      setImmediate(() => this._thread.emit("message", { type, __vitest_worker_response__: true }));
    // Which tests are to run is among the settings, which come with the start alone.
    if (message.type === "start") this.settings = message.context.config;
    if (message.type === "start" && this.isKept) return answer("started");
    // It would no longer listen after this.
    if (message.type === "stop" && !this.isBusy) return answer("stopped");
    if (message.type !== "run") return send.call(this, message);
    this.isBusy = true;
    this._thread.on("message", ({ type }) => {
      if (type === "testfileFinished") this.isBusy = false;
    });
    const context = { ...message.context, config: this.settings };
    if (this.isKept) context.invalidates = sources;
    this.isKept = false;
    return send.call(this, { ...message, context });
  };

  worker.stop = async function () {
    if (this.isBusy) return stop.call(this);
    kept = this._thread;
    this._thread = undefined;
    for (const event of ["message", "error", "exit"]) kept.removeAllListeners(event);
    kept.stdout.unpipe(this.stdout);
    kept.stderr.unpipe(this.stderr);
    kept.unref();
  };
}
