import type { DrivenCall } from "../../src/conformance/driven-call.ts";

/** A call that nobody makes, at a time that a test sets. */
export function driven(now = 1000): DrivenCall & { clock: { now: number } } {
  const clock = { now };
  const advance = async (ms: number): Promise<void> => {
    clock.now += ms;
  };
  return {
    clock,
    time: { now: () => clock.now, advance, vendorHangs: false, limit: 1000 },
    shared: { timers: new Map(), asleep: new Map(), running: new Set(), isStepping: false },
    ...{ sockets: new Map(), requests: new Set(), limits: new Map(), answers: new Set() },
    ...{ pending: 0, sent: [], activity: 0, ended: false, isApart: false, leave() {} },
  };
}
