import type { CheckedRequest, RateLimit } from "../../define.ts";
import type { Clock } from "../clock.ts";
import { readDuration } from "../duration.ts";

/** A quota of the vendor's, by name, with its own figures or others. */
export interface LimitSetting {
  /** As the mock names it, such as "key". */
  name: string;
  /** How many requests it lets pass in a window. */
  requests: number;
  /** How long a window is, on the tenant's clock. */
  window: string;
}

/** A quota that is on. */
export interface LimitReading extends LimitSetting {
  /** How many have passed in the window of whoever has used it most. */
  used: number;
}

interface Quota extends LimitSetting {
  windowMs: number;
  /** By whose requests count together, in the order in which they began. */
  windows: Map<string, { startedAt: number; count: number }>;
}

/** The quotas of one tenant at one provider. A window begins with the first request that it counts. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #documented: () => Readonly<Record<string, RateLimit>>;
  #quotas: Quota[] = [];

  /** `clock` is the tenant's; `documented` tells the vendor's own quotas, whenever it is asked. */
  constructor(clock: Clock, documented: () => Readonly<Record<string, RateLimit>>) {
    this.#clock = clock;
    this.#documented = documented;
  }

  /** Others that have counted the same. */
  copy(): RateLimits {
    const copy = new RateLimits(this.#clock, this.#documented);
    copy.#quotas = this.#quotas.map((quota) => ({ ...quota, windows: structuredClone(quota.windows) }));
    return copy;
  }

  get isEmpty(): boolean {
    return this.#quotas.length === 0;
  }

  /**
   * Puts these quotas in the place of those that there were; each is one of the mock's. Note: a clock that takes a second
   * an exchange lets no window see more requests than it has seconds, so that with quotas it goes on as the system's.
   */
  set(settings: readonly LimitSetting[]): void {
    if (settings.length > 0) this.#clock.stopStepping();
    this.#quotas = settings.map((setting) => ({
      ...setting,
      windowMs: readDuration(setting.window) as number,
      windows: new Map(),
    }));
  }

  /** Switches on all that the vendor documents, with its figures. */
  setDocumented(): void {
    this.set(settingsOf(Object.entries(this.#documented())));
  }

  /** As at the start of a scenario: those that are on there, or all. */
  start(scenario: string, all: boolean): void {
    const documented = Object.entries(this.#documented());
    this.set(settingsOf(all ? documented : documented.filter(([, { scenarios }]) => scenarios?.includes(scenario))));
  }

  /** As they stand at a time of the tenant's clock. */
  list(now: number): LimitReading[] {
    return this.#quotas.map(({ name, requests, window, windowMs, windows }) => {
      let used = 0;
      for (const one of windows.values()) if (isOpen(one, windowMs, now)) used = Math.max(used, one.count);
      return { name, requests, window, used };
    });
  }

  /** Counts a request; answers for how many milliseconds it is refused, if it is. Refused ones are not counted. */
  take(request: CheckedRequest, now: number): number | undefined {
    const due: { windows: Quota["windows"]; whose: string }[] = [];
    let wait: number | undefined;
    for (const { name, windows, windowMs, requests } of this.#quotas) {
      const of = this.#documented()[name]?.of;
      const whose = of === undefined ? "" : of(request);
      if (whose === undefined) continue;
      dropEnded(windows, whose, windowMs, now);
      const window = windows.get(whose);
      if ((window?.count ?? 0) >= requests) wait = Math.max(wait ?? 0, (window?.startedAt ?? now) + windowMs - now);
      due.push({ windows, whose });
    }
    if (wait !== undefined) return wait;
    for (const { windows, whose } of due) {
      const window = windows.get(whose);
      if (window === undefined) windows.set(whose, { startedAt: now, count: 1 });
      else window.count++;
    }
    return undefined;
  }
}

/** Forgets whose windows are over: that of `whose`, and those that began first, which stand first. */
function dropEnded(windows: Quota["windows"], whose: string, windowMs: number, now: number): void {
  const own = windows.get(whose);
  if (own !== undefined && !isOpen(own, windowMs, now)) windows.delete(whose);
  for (const [key, window] of windows) {
    if (isOpen(window, windowMs, now)) return;
    windows.delete(key);
  }
}

function settingsOf(documented: readonly (readonly [string, RateLimit])[]): LimitSetting[] {
  return documented.map(([name, { requests, window }]) => ({ name, requests, window }));
}

/** Where the clock was put back, a window begins anew, too. */
function isOpen({ startedAt }: { startedAt: number }, windowMs: number, now: number): boolean {
  return now >= startedAt && now < startedAt + windowMs;
}
