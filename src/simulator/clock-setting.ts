import { isDateTime } from "../contract/formats.ts";
import { didYouMean } from "../contract/near-miss.ts";
import type { Clock, ClockMode } from "./clock.ts";
import { durationForm, readDuration } from "./duration.ts";

/** A tenant's clock as it stands. */
export interface ClockReading {
  mode: ClockMode;
  /** RFC 3339 date-time. */
  now: string;
}

/** What a clock is set to. */
export interface ClockSetting {
  mode: ClockMode;
  /**
   * RFC 3339 date-time from which it goes on. A shifted clock needs it, a real one has none.
   * @default the time that it tells
   */
  now?: string;
}

/** A clock that cannot be set so: what is wrong, and what is allowed. */
export class ClockRefusal extends Error {
  override readonly name = "ClockRefusal";
}

const modes: readonly ClockMode[] = ["real", "frozen", "shifted", "stepped"];
/** Beyond it no date-time has four digits of a year. */
const latest = Date.UTC(9999, 11, 31);

export function readClock(clock: Clock): ClockReading {
  return { now: new Date(clock.read()).toISOString(), mode: clock.mode };
}

/** What is to be done to clocks: `verify` throws a ClockRefusal where it cannot be. */
export interface ClockChange {
  verify(clock: Clock): void;
  apply(clock: Clock): void;
}

/** Reads a setting. Throws a ClockRefusal. */
export function readSetting(value: unknown): ClockChange {
  const { mode, now } = membersOf(value, ["mode", "now"], '{"mode": "frozen", "now": "2026-03-01T09:00:00Z"}');
  if (!modes.includes(mode as ClockMode)) {
    const hint = typeof mode === "string" ? didYouMean(mode, modes) : "";
    throw new ClockRefusal(`mode is ${show(mode)}.${hint} Allowed: ${modes.join(", ")}.`);
  }
  if (mode === "real" && now !== undefined)
    throw new ClockRefusal(`now is ${show(now)}, and a real clock has the system's time. For another time: "shifted".`);
  if (mode === "shifted" && now === undefined)
    throw new ClockRefusal("now is missing: a shifted clock goes on from it.");
  const time = typeof now === "string" && isDateTime(now) ? Date.parse(now) : Number.NaN;
  if (now !== undefined && !(time >= 0 && time <= latest))
    throw new ClockRefusal(
      `now is ${show(now)}. It is a date-time from 1970 to 9999 with its zone, such as "2026-03-01T09:00:00Z".`,
    );
  return {
    verify() {},
    apply: (clock) => clock.set(mode as ClockMode, now === undefined ? clock.read() : time),
  };
}

/** Reads how far to put a clock forward. Throws a ClockRefusal. */
export function readAdvance(by: unknown): ClockChange {
  const ms = readDuration(by);
  if (ms === undefined) throw new ClockRefusal(`by is ${show(by)}. It is ${durationForm}.`);
  return {
    verify(clock) {
      if (clock.read() + ms > latest) throw new ClockRefusal(`by is ${show(by)}, which goes beyond the year 9999.`);
    },
    apply: (clock) => clock.advance(ms),
  };
}

/** The members of a JSON object that has no others. */
export function membersOf(value: unknown, names: readonly string[], example: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ClockRefusal(
      `The clock is set by an object such as ${example}, ${value === undefined ? "and there is none" : `not by ${show(value)}`}.`,
    );
  for (const name of Object.keys(value)) {
    if (names.includes(name)) continue;
    throw new ClockRefusal(`There is no member "${name}".${didYouMean(name, names)} Allowed: ${names.join(", ")}.`);
  }
  return value as Record<string, unknown>;
}

function show(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 200);
}
