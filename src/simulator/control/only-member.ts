import { isObject } from "../../contract/is-object.ts";
import { refuseOthers } from "../refusal.ts";
import { parameterRefusal } from "./parameters.ts";

/** The one member of a body that has no other; what it holds is for others to judge. Throws a Refusal. */
export function readOnlyMember(body: unknown, name: string, example: string): unknown {
  const given = isObject(body) ? body : {};
  refuseOthers(given, [name], (other, rest) => parameterRefusal(other, `There is no member "${other}" here.${rest}`));
  if (!Object.hasOwn(given, name)) throw parameterRefusal("body", `The body is a JSON object such as ${example}.`);
  return given[name];
}
