import { answer } from "../answer.ts";
import type { Call } from "../call.ts";
import { contextOf, copyContext, type SpaceSettings } from "../space.ts";
import type { Space } from "../store.ts";
import type { FaultKind } from "./fault.ts";

/** After these the client has heard nothing that is HTTP. */
const silent: readonly FaultKind[] = ["reset", "empty", "garbage", "after-commit"];

/**
 * Whether faults are sure to end the connection without a word, of a call whose body may not have come yet: they would
 * whatever the body is, for nobody has looked at it. It is answered for that, on a copy of all that it would change, as if it
 * came at a time of the machine's clock.
 */
export function isSilenced(call: Call, space: Space, settings: SpaceSettings, time: number): boolean {
  const clock = space.clock.copy();
  const now = clock.begin(time);
  if (!silent.some((kind) => space.faults.hasLive(kind, now))) return false;
  const copy: Space = { ...space, clock, faults: space.faults.copy(), limits: space.limits.copy() };
  let isLookedAt = false;
  const look = (): void => {
    isLookedAt = true;
  };
  const { reply } = answer({ ...call, ...(call.unseen && { unseen: look }) }, copy, () => {
    const context = contextOf(space, call.provider, settings);
    copy.sources = space.sources;
    return { ...copyContext(space, context), clock };
  });
  return reply === null && !isLookedAt;
}
