import { isDeepStrictEqual } from "node:util";
import { escapeToken } from "../../contract/json-pointer.ts";
import type { ServedProvider } from "../provider.ts";
import { Refusal, shorten, show } from "../refusal.ts";
import type { Space } from "../store.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { mergePatch } from "./merge-patch.ts";
import { copyPlain, isPlainObject, kindOf, NoPlainData } from "./plain-data.ts";
import { type Restoration, readSnapshot, takeSnapshot } from "./snapshot.ts";
import { StateRefusal } from "./state-refusal.ts";
import type { StateSettings } from "./state-settings.ts";

/**
 * Reads a patch of the tenant's snapshot: an object is a JSON Merge Patch, a list a JSON Patch. Throws a Refusal where it
 * cannot be applied, or what comes of it is refused. What it leaves alone stays as it is.
 */
export function patchSnapshot(
  patch: unknown,
  space: Space,
  provider: ServedProvider,
  settings: StateSettings,
): Restoration {
  const snapshot = takeSnapshot(space, provider, settings);
  const plain = readPatch(patch, provider.id);
  const patched = Array.isArray(plain) ? applyJsonPatch(snapshot, plain) : mergePatch(snapshot, plain);
  if (!isPlainObject(patched)) return readSnapshot(patched, space, provider, settings);
  if (patched.tenant !== snapshot.tenant)
    throw new Refusal(
      "state",
      `tenant is ${show(patched.tenant)}: a patch does not change whose the state is, and this one is that of ${show(snapshot.tenant)}. Leave it out, and name the other in the address.`,
    );
  const { clock, sources, ...rest } = patched;
  const changed = {
    ...rest,
    // A clock that goes by the system's would be put back by what it takes to patch.
    ...(isDeepStrictEqual(clock, snapshot.clock) ? {} : { clock }),
    ...(isDeepStrictEqual(sources, snapshot.sources) ? {} : { sources }),
  };
  try {
    return readSnapshot(changed, space, provider, settings);
  } catch (error) {
    const hint = error instanceof StateRefusal ? hintAtNull(plain, error) : undefined;
    throw hint === undefined ? error : new StateRefusal(provider.id, (error as StateRefusal).broken, settings, hint);
  }
}

/** Where a member is missing that a Merge Patch has as null: whoever wrote it wanted null to stand there. */
function hintAtNull(patch: unknown, { broken }: StateRefusal): string | undefined {
  const lacking = broken.filter(
    (one) => ("rule" in one && one.rule === "required") || one.message.startsWith("is missing"),
  );
  const names = new Set(lacking.map(({ pointer }) => pointer.slice(pointer.lastIndexOf("/"))));
  const place = nullsIn(patch, "").find((pointer) => names.has(pointer.slice(pointer.lastIndexOf("/"))));
  if (place === undefined) return undefined;
  return `In a JSON Merge Patch null takes a member out, as at ${shorten(place)}. A PUT sets null, and so does a JSON Patch, which is a list: [{"op": "add", "path": "/state/…", "value": …}].`;
}

/** Pointers to the members of a Merge Patch that are null; a list replaces what there was, with what it holds. */
function nullsIn(patch: unknown, pointer: string): string[] {
  if (patch === null) return [pointer];
  if (!isPlainObject(patch)) return [];
  return Object.entries(patch).flatMap(([name, member]) => nullsIn(member, `${pointer}/${escapeToken(name)}`));
}

function readPatch(patch: unknown, provider: string): unknown[] | Record<string, unknown> {
  try {
    const plain = patch === undefined ? undefined : copyPlain(patch, []);
    if (Array.isArray(plain) || isPlainObject(plain)) return plain;
    throw new Refusal(
      "state",
      `[${provider}] The patch is ${plain === undefined ? "missing" : kindOf(plain)}. It is an object such as {"state": …}, a JSON Merge Patch, or a list of operations, a JSON Patch.`,
    );
  } catch (error) {
    if (!(error instanceof NoPlainData)) throw error;
    throw new Refusal("state", `[${provider}] The patch at ${error.pointer} ${error.message}.`);
  }
}
