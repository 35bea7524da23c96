import { setMember } from "../../contract/assign-members.ts";
import { isPlainObject } from "./plain-data.ts";

/** RFC 7396: members replace those of the same name, objects go into each other, and null takes a member out. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch;
  const merged: Record<string, unknown> = {};
  const kept = isPlainObject(target) ? target : {};
  for (const name of Object.keys(kept))
    if (patch[name] !== null || !Object.hasOwn(patch, name)) setMember(merged, name, kept[name]);
  for (const name of Object.keys(patch)) {
    if (patch[name] === null) continue;
    const before = Object.hasOwn(kept, name) ? kept[name] : undefined;
    setMember(merged, name, mergePatch(before, patch[name]));
  }
  return merged;
}
