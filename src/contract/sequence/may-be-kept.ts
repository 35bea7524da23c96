import type { Fate } from "./step.ts";

/** These failures say for sure that nothing was kept. */
const undone = [501, 505];

/** Whether a write that came to no success may have been kept all the same. With 503 and Retry-After the vendor asks for the repeat itself. */
export function mayBeKept({ fate, status, isAskedFor }: { fate: Fate; status: number | null; isAskedFor: boolean }) {
  if (fate === "lost") return true;
  return fate === "failed" && !undone.includes(status as number) && (status !== 503 || !isAskedFor);
}
