import {
  type ClockChange,
  type ClockReading,
  type ClockSetting,
  readAdvance,
  readClock,
  readSetting,
} from "./clock-setting.ts";
import { credentialOf } from "./describe-provider.ts";
import type { ArmedFault, Fault } from "./faults/fault.ts";
import { readFault } from "./faults/read-faults.ts";
import type { LimitReading, LimitSetting } from "./limits/rate-limits.ts";
import { readLimits, requireLimits } from "./limits/read-limits.ts";
import type { MemoryStore } from "./memory-store.ts";
import type { ServedProvider } from "./provider.ts";
import { orInvalid, Refusal } from "./refusal.ts";
import { contextOf } from "./space.ts";
import type { StateSettings } from "./state/state-settings.ts";
import type { Space } from "./store.ts";
import { type JournalParts, type TenantJournal, tenantJournal } from "./tenant-journal.ts";
import { type TenantState, tenantState } from "./tenant-state.ts";

/** One tenant at one provider, as a test in the same process sees it. */
export interface Tenant extends TenantJournal, TenantState {
  /** Makes a request this tenant's. */
  credential: string;
  /** What it was served, as one thing to hand on: the same functions that the tenant has. */
  journal: TenantJournal;
  /**
   * Its state, live: the mock's own objects. After `restore`, `patch`, `scenario` and `reset` it is another one;
   * until then the tenant never rests, and its state counts towards no bound of the memory. `snapshot` reads one that rests.
   */
  state(): unknown;
  faults: TenantFaults;
  limits: TenantLimits;
  clock: TenantTime;
  /** Begins again, in the scenario of the start: state, clock, ids, no faults, and limits as at the start. The journal stays. */
  reset(): void;
}

/**
 * The vendor's quotas for one tenant. A stepped clock goes on as a shifted one when they are switched on. What cannot be
 * set throws OPTION_INVALID.
 */
export interface TenantLimits {
  /** Switches on these, and no others, such as `list` has told; all that the vendor documents when none is named. */
  set(limits?: readonly TenantLimit[]): LimitReading[];
  /** Those that are on. */
  list(): LimitReading[];
  /** Switches all off. */
  clear(): void;
}

/** A quota by its name; what is left out is as the vendor documents it. */
export type TenantLimit = Pick<LimitSetting, "name"> & Partial<LimitSetting>;

/** The clock of one tenant at one provider. What cannot be set throws OPTION_INVALID. */
export interface TenantTime {
  read(): ClockReading;
  set(setting: ClockSetting): ClockReading;
  /** Puts it forward by a duration such as "90s". */
  advance(by: string): ClockReading;
}

/** What goes wrong for one tenant at one provider, on purpose. */
export interface TenantFaults {
  /**
   * Arms a fault beside those that there are; one that `list` has told is armed anew. Throws OPTION_INVALID where it cannot
   * be armed.
   */
  arm(fault: TenantFault): ArmedFault;
  /** In the order of arming, with how many exchanges each has hit. */
  list(): ArmedFault[];
  /** Ends them all. */
  clear(): void;
}

export type TenantFault = Omit<Fault, "provider" | "tenant">;

/** What a tenant's view is made of. */
export interface TenantParts extends JournalParts {
  store: MemoryStore;
  space: StateSettings;
}

/** How a tenant's space is had: to work with it, or to look at it. */
type Had = Record<"load" | "peek", () => Space>;

/** The view of a tenant; nothing is made by looking at it. */
export function createTenant(
  provider: ServedProvider,
  name: string,
  { journal: kept, strays, store, space }: TenantParts,
): Tenant {
  const had: Had = { load: () => store.load(provider.id, name), peek: () => store.peek(provider.id, name) };
  const journal = tenantJournal(provider, name, { journal: kept, strays });
  return {
    credential: credentialOf(name),
    ...journal,
    journal,
    state() {
      const own = had.load();
      own.isHeld = true;
      return contextOf(own, provider, space).state;
    },
    ...tenantState(provider, name, { store, space }),
    faults: tenantFaults(provider, name, had),
    limits: tenantLimits(provider, had),
    clock: tenantTime(had),
    reset: () => store.drop(provider.id, name),
  };
}

function tenantFaults(provider: ServedProvider, tenant: string, { load, peek }: Had): TenantFaults {
  return {
    arm(...given) {
      const fault = orInvalid(() => readFault(ownFault(given, provider), "fault", tenant, [provider]));
      // What is refused makes no tenant.
      const { faults, clock } = load();
      return faults.arm(fault, clock.read());
    },
    list: () => peek().faults.list(),
    clear: () => peek().faults.clear(),
  };
}

/** What JavaScript gives beside the one fault would not be armed, and nobody would know. */
function ownFault([fault, ...others]: readonly unknown[], provider: ServedProvider): unknown {
  if (Array.isArray(fault) || others.length > 0) {
    const is = Array.isArray(fault) ? "a list" : `${others.length + 1} arguments`;
    throw new Refusal("fault", `faults.arm takes one fault, and was given ${is}. Arm several one after the other.`);
  }
  return typeof fault === "object" && fault !== null ? { provider: provider.id, ...fault } : fault;
}

function tenantLimits(provider: ServedProvider, { load, peek }: Had): TenantLimits {
  const read = ({ limits, clock }: Space): LimitReading[] => limits.list(clock.read());
  return {
    set(given) {
      const own = given === undefined ? undefined : readOwnLimits(given, provider);
      if (own === undefined) orInvalid(() => requireLimits(provider, "limits"));
      const space = load();
      if (own === undefined) space.limits.setDocumented();
      else space.limits.set(own);
      return read(space);
    },
    list: () => read(peek()),
    clear() {
      if (!peek().limits.isEmpty) load().limits.set([]);
    },
  };
}

function readOwnLimits(given: readonly TenantLimit[], provider: ServedProvider): LimitSetting[] {
  // What is no list is refused there as well.
  const named = Array.isArray(given) ? given.map((one) => ({ ...one, provider: provider.id })) : given;
  return orInvalid(() => readLimits(named, [provider])).map(({ limit }) => limit);
}

function tenantTime({ load, peek }: Had): TenantTime {
  const change = (read: () => ClockChange): ClockReading => {
    const { verify, apply } = orInvalid(read);
    orInvalid(() => verify(peek().clock));
    const { clock } = load();
    apply(clock);
    return readClock(clock);
  };
  return {
    read: () => readClock(peek().clock),
    set: (setting) => change(() => readSetting(setting)),
    advance: (by) => change(() => readAdvance(by)),
  };
}
