import { Socket } from "node:net";
import { currentCall } from "./driven-call.ts";
import { LimitTimer } from "./driven-timers.ts";

const timers = new WeakMap<Socket, LimitTimer>();

/** Has the time limits of sockets, which those of Node's HTTP client are, go by the time of the call that sets them. */
export function driveSockets(): void {
  const { setTimeout: own } = Socket.prototype;
  Socket.prototype.setTimeout = function setTimeout(this: Socket, ms: number, callback?: () => void): Socket {
    timers.get(this)?.close();
    timers.delete(this);
    own.call(this, ms, callback);
    const call = currentCall();
    if (call === undefined || !(ms > 0) || this.destroyed) return this;
    // What it keeps beside that, listeners among them, stays as it would be.
    const { timeout } = this;
    own.call(this, 0);
    (this as { timeout?: number | undefined }).timeout = timeout;
    const fire = () => void (this.destroyed || this.emit("timeout"));
    timers.set(this, new LimitTimer(call, ms, fire, () => this.bytesRead + this.bytesWritten));
    return this;
  };
}
