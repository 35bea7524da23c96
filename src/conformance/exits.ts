import { currentCall } from "./driven-call.ts";

/** A call of an adapter has ended the process, or would have. */
export class ProcessEnd extends Error {
  constructor(how: string) {
    super(`The adapter ends its process with ${how}.`);
    this.name = "ProcessEnd";
  }
}

let installed = false;

/** From now on a driven call that ends the process ends alone; all else ends it as before. */
export function catchExits(): void {
  if (installed) return;
  installed = true;
  const { exit, abort } = process;
  process.exit = (code) => {
    leave(`process.exit(${code ?? ""})`);
    return exit.call(process, code);
  };
  process.abort = () => {
    leave("process.abort()");
    return abort.call(process);
  };
}

/** Throws within a driven call, since nothing after that is meant to run. */
function leave(how: string): void {
  const call = currentCall();
  if (call === undefined) return;
  const end = new ProcessEnd(how);
  call.leave(end);
  throw end;
}
