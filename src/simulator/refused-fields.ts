import type { Contract, Operation } from "../contract/contract.ts";
import { isObject } from "../contract/is-object.ts";

/** Members of an envelope that hold what is wrong by the field that it is wrong with. */
const holders = new Set(["errors", "fields", "violations"]);

/**
 * The same with fields of the operation's own: an example that several operations share names those of one of them. Where
 * an operation takes no field at all, and where it has the one that is named, nothing changes.
 */
export function nameOwnFields(value: unknown, contract: Contract, operation: Operation): unknown {
  const [first, ...others] = fieldsOf(contract, operation);
  return first === undefined ? value : rename(value, [first, ...others]);
}

function rename(value: unknown, own: readonly [string, ...string[]]): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (!holders.has(name) || !isObject(member)) return [name, rename(member, own)];
      const [entry, ...more] = Object.entries(member);
      // "tags.0" and "tags[0]" are of "tags".
      const isForeign = entry !== undefined && !own.includes(entry[0].replace(/[.[].*$/, ""));
      return [name, isForeign && more.length === 0 ? { [own[0]]: entry[1] } : member];
    }),
  );
}

/** What the body has, what is demanded first, or else the parameters of the query. */
function fieldsOf({ checker }: Contract, { requestBody, parameters }: Operation): string[] {
  const schemas = requestBody?.content.flatMap(({ schema }) => (schema === null ? [] : [schema])) ?? [];
  const plan = schemas[0] === undefined ? undefined : checker.planner.plan([schemas[0]]);
  const named = [...(plan?.properties.keys() ?? [])];
  const demanded = named.filter((name) =>
    plan?.schemas.some(({ value }) => (value as { required?: string[] }).required?.includes(name)),
  );
  const query = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
  return [...new Set([...demanded, ...named, ...query])];
}
