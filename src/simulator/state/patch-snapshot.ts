import { isDeepStrictEqual } from "node:util";
import type { ServedProvider } from "../provider.ts";
import { Refusal, show } from "../refusal.ts";
import type { SpaceSettings } from "../space.ts";
import type { Space } from "../store.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { mergePatch } from "./merge-patch.ts";
import { copyPlain, isPlainObject, kindOf, NoPlainData } from "./plain-data.ts";
import { type Restoration, readSnapshot, takeSnapshot } from "./snapshot.ts";

/**
 * Reads a patch of the tenant's snapshot: an object is a JSON Merge Patch, a list a JSON Patch. Throws a Refusal where it
 * cannot be applied, or what comes of it is refused. What it leaves alone stays as it is.
 */
export function patchSnapshot(
  patch: unknown,
  space: Space,
  provider: ServedProvider,
  settings: SpaceSettings,
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
  return readSnapshot(
    {
      ...rest,
      // A clock that goes by the system's would be put back by what it takes to patch.
      ...(isDeepStrictEqual(clock, snapshot.clock) ? {} : { clock }),
      ...(isDeepStrictEqual(sources, snapshot.sources) ? {} : { sources }),
    },
    space,
    provider,
    settings,
  );
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
