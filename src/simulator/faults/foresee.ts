import type { CheckedRequest, Context } from "../../define.ts";
import { answer } from "../answer.ts";
import type { Call } from "../call.ts";
import { contextOf, copyContext, type SpaceSettings } from "../space.ts";
import type { Space } from "../store.ts";
import type { FaultKind } from "./fault.ts";

/** After these the client has heard nothing that is HTTP, and nobody has looked at the body. */
const silent: readonly FaultKind[] = ["reset", "empty", "garbage"];

/**
 * Whether faults are sure to end the connection without a word, of a call whose body is missing yet: they would whatever the
 * body is, for nobody has looked at it. It is answered for that, on a copy of all that it would change, as if it came at a
 * time of the machine's clock.
 */
export function isSilenced(call: Call, space: Space, settings: SpaceSettings, time: number): boolean {
  const clock = space.clock.copy();
  const now = clock.begin(time);
  if (!silent.some((kind) => space.faults.hasLive(kind, now))) return false;
  const copy: Space = { ...space, clock, faults: space.faults.copy(), limits: space.limits.copy() };
  let context: Context<unknown> | undefined;
  const open = () => (context ??= { ...copyContext(space, contextOf(space, call.provider, settings)), clock });
  let isLookedAt = false;
  const { reply } = answer(call, copy, open, (request) =>
    spy(request, () => {
      isLookedAt = true;
    }),
  );
  return reply === null && !isLookedAt;
}

/** Tells when somebody looks at what the body decides, and ends what depends on it: that cannot be foreseen. */
function spy(request: CheckedRequest, onLook: () => void): void {
  const get = (): never => {
    onLook();
    throw new Error("The body is missing.");
  };
  for (const name of ["body", "text", "violations"] as const)
    Object.defineProperty(request, name, { get, enumerable: true });
}
