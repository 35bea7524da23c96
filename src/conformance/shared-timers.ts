import type { DrivenCall } from "./driven-call.ts";
import { catchUp } from "./driven-clocks.ts";
import { AbortTimer, type DrivenTimer, LimitTimer } from "./driven-timers.ts";
import type { CaseTime } from "./driver.ts";

/** What the calls of one adapter share: a queue in it lets one go on by a timer that another has set. */
export interface SharedTimers {
  timers: Map<DrivenTimer, () => void>;
  /** Intervals that nobody needs but a call which waits for nothing else. */
  asleep: Map<DrivenTimer, () => void>;
  /** Those that are not over. */
  running: Set<DrivenCall>;
  /** Their time is being put forward. */
  isStepping: boolean;
}

const allShared = new WeakMap<CaseTime, SharedTimers>();

/** What adapters have left that nobody calls any more: a queue that their module keeps serves the next one too. */
let leftBehind: readonly Entry[] = [];
const mostLeftBehind = 50;

type Entry = [DrivenTimer, () => void];

/** What calls share whose timers go by a time. */
export function sharedTimersOf(time: CaseTime): SharedTimers {
  const known = allShared.get(time);
  if (known !== undefined) return known;
  const shared = createShared(leftBehind);
  // What was left is due by the same clock, for no case's time begins before the last one's end.
  for (const [{ call }] of leftBehind) Object.assign(call, { time, shared });
  leftBehind = [];
  allShared.set(time, shared);
  catchUp();
  return shared;
}

/** What a call would do yet that has been given up is no work that others wait for. */
export function setApart(call: DrivenCall): void {
  for (const timer of call.shared.timers.keys()) if (timer.call === call) call.shared.timers.delete(timer);
  call.shared = createShared();
  call.isApart = true;
}

/**
 * Nobody calls the adapter any more that goes by a time. What a module keeps is among the oldest intervals, if it is one, and
 * else is due before limits that nobody has cleared.
 */
export function leaveBehind(time: CaseTime): void {
  const { timers = [], asleep = [] } = allShared.get(time) ?? {};
  allShared.delete(time);
  const kept = [...asleep, ...timers].filter(
    ([timer]) => !(timer instanceof LimitTimer || timer instanceof AbortTimer),
  );
  const all = [...leftBehind, ...kept];
  const intervals = all.filter(([timer]) => timer.repeats).slice(0, mostLeftBehind);
  const others = all.filter(([timer]) => !timer.repeats).sort(([one], [other]) => one.at - other.at);
  leftBehind = [...intervals, ...others.slice(0, mostLeftBehind)];
}

/** Has intervals that were left behind go on; false where there are none. Note: each beat of one takes as long as any wait. */
export function wake({ timers, asleep }: SharedTimers): boolean {
  const isAny = asleep.size > 0;
  for (const [timer, fire] of asleep) timers.set(timer, fire);
  asleep.clear();
  return isAny;
}

function createShared(left: readonly Entry[] = []): SharedTimers {
  const asleep = new Map(left.filter(([timer]) => timer.repeats));
  const timers = new Map(left.filter(([timer]) => !timer.repeats));
  return { timers, asleep, running: new Set(), isStepping: false };
}
