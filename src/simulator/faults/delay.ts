import { readDuration } from "../duration.ts";
import type { Delay } from "./fault.ts";

/** Milliseconds, drawn from the distribution. `random` gives numbers from 0 on that are less than 1. */
export function drawDelay(delay: Delay, random: () => number): number {
  if (typeof delay === "string") return toMs(delay);
  if ("median" in delay) {
    const drawn = toMs(delay.median) * Math.exp(delay.sigma * drawNormal(random));
    return delay.max === undefined ? drawn : Math.min(drawn, toMs(delay.max));
  }
  const min = toMs(delay.min);
  return min + random() * (toMs(delay.max) - min);
}

/** Box and Muller's: from two even draws one of the normal distribution. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function toMs(duration: string): number {
  return readDuration(duration) ?? 0;
}
