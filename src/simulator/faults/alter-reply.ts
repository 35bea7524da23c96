import type { Reply } from "../../define.ts";
import type { Violation } from "../../exchange.ts";
import { type Answered, judgeReply } from "../judge-reply.ts";
import { toWireReply } from "../reply.ts";

/** The most alterations that are tried: each is held against the contract. */
const mostTries = 300;
const mostVariations = 4;

/** A reply that breaks one statement of the contract, chosen by chance; undefined where nothing in it can be broken. */
export function breakReply(reply: Reply, answered: Answered, random: () => number): Reply | undefined {
  const asked = { random, limit: mostTries };
  let lesser: Reply | undefined;
  for (const body of alterations(reply.body, breakingChanges, asked)) {
    const broken = { ...reply, body };
    const found = violationsOf(broken, answered);
    if (found.length === 1 && found[0]?.severity === "error") return broken;
    if (found.length > 0) lesser ??= broken;
  }
  if (lesser !== undefined) return lesser;
  const mistyped = { ...reply, headers: { ...reply.headers, "content-type": "text/html" } };
  return violationsOf(mistyped, answered).length > 0 ? mistyped : undefined;
}

/** A reply that the contract allows as well: members that are null, absent or unknown to it. */
export function varyReply(reply: Reply, answered: Answered, random: () => number): Reply | undefined {
  let varied: Reply | undefined;
  for (let count = 0; count < mostVariations; count++) {
    const { body } = varied ?? reply;
    for (const candidate of alterations(body, varyingChanges, { random, limit: mostTries / mostVariations })) {
      const next = { ...reply, body: candidate };
      if (violationsOf(next, answered).some(({ severity }) => severity !== "note")) continue;
      varied = next;
      break;
    }
  }
  return varied;
}

function violationsOf(reply: Reply, answered: Answered): Violation[] {
  return judgeReply(answered, toWireReply(reply, answered.operation), reply);
}

/** A change to one member or item, or to one object. */
type Change = (holder: Record<string, unknown>, name: string) => void;

const breakingChanges: readonly Change[] = [
  (holder, name) => Reflect.deleteProperty(holder, name),
  (holder, name) => {
    holder[name] = ofAnotherType(holder[name]);
  },
];

const varyingChanges: readonly Change[] = [
  (holder, name) => Reflect.deleteProperty(holder, name),
  (holder, name) => {
    holder[name] = null;
  },
  (holder) => {
    holder.standin_unknown = "a member that the contract does not name";
  },
];

function ofAnotherType(value: unknown): unknown {
  if (typeof value === "string") return 42;
  if (typeof value === "number") return "forty-two";
  if (typeof value === "boolean") return "true";
  return Array.isArray(value) ? {} : [];
}

/** Copies of a body, each with one change, in an order of chance. Items of lists are changed inside only. */
function* alterations(
  body: unknown,
  changes: readonly Change[],
  { random, limit }: { random: () => number; limit: number },
): Iterable<unknown> {
  const places: { path: readonly string[]; name: string; change: Change }[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null || places.length > 10_000) return;
    for (const [name, member] of Object.entries(value)) {
      if (!Array.isArray(value)) for (const change of changes) places.push({ path, name, change });
      visit(member, [...path, name]);
    }
  };
  visit(body, []);
  for (let tries = 0; tries < limit && places.length > 0; tries++) {
    const [{ path, name, change }] = places.splice(Math.floor(random() * places.length), 1) as [(typeof places)[0]];
    const copy = JSON.parse(JSON.stringify(body));
    let holder: Record<string, unknown> = copy;
    for (const step of path) holder = holder[step] as Record<string, unknown>;
    change(holder, name);
    yield copy;
  }
}
