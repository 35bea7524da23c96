/** How time passes for a tenant: one second an exchange from a fixed start, or as the system says. */
export type ClockMode = "stepped" | "real";

/** The time of one tenant at one provider. It stands still within an exchange. */
export interface Clock {
  now(): Date;
  /** A new exchange begins; answers its time in milliseconds since 1970. */
  begin(): number;
}

/** Where every stepped clock starts: scenarios are made at this time, the first exchange is a step later. */
export const clockStart = Date.UTC(2026, 0, 1);
const step = 1000;

export function createClock(mode: ClockMode): Clock {
  let time = mode === "real" ? Date.now() : clockStart;
  return {
    now: () => new Date(time),
    begin: mode === "real" ? () => (time = Date.now()) : () => (time += step),
  };
}

/** A clock that always tells one time. */
export function createStoppedClock(time: number): Clock {
  return { now: () => new Date(time), begin: () => time };
}
