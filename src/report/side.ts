import type { Part, Severity } from "../exchange.ts";

/**
 * Whose a violation is: the adapter's, who sent the request; the vendor's, who departs from its own documents (drift);
 * the stand-in's own, when it answered; or planned, where a fault was injected.
 */
export type Side = "adapter" | "drift" | "stand-in" | "planned";

/** What a report says of an exchange's response beside what the response says itself. */
export interface Origin {
  /** A stand-in answered, not the vendor. */
  standin: boolean;
  /** The answer was injected as a fault. */
  fault: boolean;
}

export function sideOf(part: Part, origin: Origin): Side {
  if (!part.startsWith("response.")) return "adapter";
  if (origin.fault) return "planned";
  return origin.standin ? "stand-in" : "drift";
}

export type SeverityCounts = Record<Severity, number>;

/** Violations by side and severity. */
export class Tally {
  readonly sides: Record<Side, SeverityCounts> = {
    adapter: { error: 0, warning: 0, note: 0 },
    drift: { error: 0, warning: 0, note: 0 },
    "stand-in": { error: 0, warning: 0, note: 0 },
    planned: { error: 0, warning: 0, note: 0 },
  };

  add(side: Side, severity: Severity): void {
    this.sides[side][severity]++;
  }

  /** Over all sides but the planned: what was injected on purpose is nobody's departure. */
  get total(): SeverityCounts {
    const { adapter, drift, "stand-in": standin } = this.sides;
    const sum = (severity: Severity) => adapter[severity] + drift[severity] + standin[severity];
    return { error: sum("error"), warning: sum("warning"), note: sum("note") };
  }
}
