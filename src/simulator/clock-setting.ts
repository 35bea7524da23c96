import { isDate } from "node:util/types";
import { isDateTime } from "../contract/formats.ts";
import type { Clock, ClockMode } from "./clock.ts";
import { durationForm, readDuration } from "./duration.ts";
import { hintAt, Refusal, refuseOthers, show } from "./refusal.ts";

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
   * RFC 3339 date-time from which it goes on, or a Date. A shifted clock needs it, and on a real one it has no effect.
   * @default the time that it tells
   */
  now?: string | Date;
}

const modes: readonly ClockMode[] = ["real", "frozen", "shifted", "stepped"];
/** A day later no date-time has four digits of a year, and a clock goes on from it. */
const latest = Date.UTC(9999, 11, 31);
const latestText = "9999-12-31T00:00:00Z";

export function readClock(clock: Clock): ClockReading {
  return { now: new Date(clock.read()).toISOString(), mode: clock.mode };
}

/** What is to be done to clocks: `verify` throws a Refusal where it cannot be. */
export interface ClockChange {
  verify(clock: Clock): void;
  apply(clock: Clock): void;
}

/** Reads a setting. Throws a Refusal. */
export function readSetting(value: unknown): ClockChange {
  const { mode, now } = membersOf(value, ["mode", "now"], '{"mode": "frozen", "now": "2026-03-01T09:00:00Z"}');
  if (!modes.includes(mode as ClockMode))
    throw new Refusal("clock", `mode is ${show(mode)}.${hintAt(mode, modes)} Allowed: ${modes.join(", ")}.`);
  if (mode === "shifted" && now === undefined)
    throw new Refusal("clock", "now is missing: a shifted clock goes on from it.");
  const time = timeOf(now);
  if (now !== undefined && !(time >= 0 && time <= latest))
    throw new Refusal(
      "clock",
      `now is ${isDate(now) ? String(now) : show(now)}. It is a date-time from 1970 to ${latestText} with its zone, such as "2026-03-01T09:00:00Z".`,
    );
  return {
    verify() {},
    apply: (clock) => clock.set(mode as ClockMode, now === undefined ? clock.read() : time),
  };
}

/** NaN where it tells none. */
function timeOf(now: unknown): number {
  if (isDate(now)) return now.getTime();
  return typeof now === "string" && isDateTime(now) ? Date.parse(now) : Number.NaN;
}

/** Reads how far to put a clock forward. Throws a Refusal. */
export function readAdvance(by: unknown): ClockChange {
  const ms = readDuration(by);
  if (ms === undefined) throw new Refusal("clock", `by is ${show(by)}. It is ${durationForm}.`);
  return {
    verify(clock) {
      if (clock.read() + ms > latest) throw new Refusal("clock", `by is ${show(by)}, which goes beyond ${latestText}.`);
    },
    apply: (clock) => clock.advance(ms),
  };
}

/** The members of a JSON object that has no others. */
export function membersOf(value: unknown, names: readonly string[], example: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Refusal(
      "clock",
      `The clock is set by an object such as ${example}, ${value === undefined ? "and there is none" : `not by ${show(value)}`}.`,
    );
  refuseOthers(value, names, (name, rest) => new Refusal("clock", `There is no member "${name}".${rest}`));
  return value as Record<string, unknown>;
}
