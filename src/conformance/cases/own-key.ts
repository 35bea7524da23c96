import { splitUrl } from "../../contract/check-exchange.ts";
import { idempotencyParameter, keyOf } from "../../contract/sequence/idempotency-key.ts";
import type { Exchange } from "../../exchange.ts";
import { asOne, type Case, type CaseOutcome, inapplicable, toOutcome } from "../case.ts";
import { memberAt, withMember } from "../edit.ts";
import { type Member, membersOf } from "../input-schema.ts";
import { judge } from "../judge.ts";
import { freeMembers, markOf } from "../mark.ts";
import { otherValues } from "../other-values.ts";
import { keyReuses } from "../over-time.ts";
import { mayStandAt, placeAt } from "../request-places.ts";
import type { Subject } from "../subject.ts";
import type { Routes } from "../trace.ts";
import { another } from "../varied-items.ts";
import { vary } from "../vary.ts";
import { firstOwn, type Visit, visit } from "../visit.ts";
import { ownOf, requestsOfCalls } from "../whose.ts";

/** Where the vendor knows a write again by a key, writes that differ in no more than one member have keys of their own. */
export function ownKeyCases(subject: Subject): Case[] {
  const parameter = idempotencyParameter(subject);
  if (parameter === undefined || subject.operation.method === "GET") return [];
  const claim = `gives each write an ${parameter.name} of its own`;
  return [{ group: "own-key", detail: "", claim, run: () => runWrites(subject, parameter.name) }];
}

async function runWrites(subject: Subject, parameter: string): Promise<CaseOutcome> {
  const { routes } = await subject.learn();
  const writes = differingWrites(subject, routes);
  if (writes.length < 2) return inapplicable("there is nothing in which two writes of one record could differ");
  const inputs = writes.map(({ input }) => input);
  const visited = await visit(subject, { inputs });
  const reuses = keyReuses(visited);
  const found = await judge(visited, () => (isNamedByCaller(visited, writes, routes) ? [] : reuses));
  const own = ownOf(visited);
  const isKeyed = own.some((exchange) => keyIn(subject, exchange) !== undefined);
  if (!isKeyed && found.length === 0)
    return inapplicable(own.length > 0 ? `the adapter sends no ${parameter}` : "no write comes to the vendor");
  if (found.length + reuses.length > 0) return toOutcome(visited, found);
  // Keys that are counted begin at the first again with each adapter.
  const [first, ...others] = writes;
  const other = others.find(({ pointer }) => pointer === undefined || routes.has(pointer));
  if (first === undefined || other === undefined) return toOutcome(visited, []);
  const again = await visit(subject, { inputs: [first.input, other.input], anew: true });
  return asOne([toOutcome(visited, []), toOutcome(again, await judge(again, () => keyReuses(again)))]);
}

interface Write {
  input: unknown;
  /** The member in which it is another than the first; undefined for that, and where it may be several. */
  pointer?: string;
}

/** As many as a call takes little time for. */
const most = 16;

/** The fullest input, and for each member one that has another value there. */
function differingWrites(subject: Subject, routes: Routes): Write[] {
  const { fullInput, documentedInput, examples, inputSchema, checkInput } = subject;
  if (inputSchema === null) return [documentedInput, ...examples].slice(0, most).map((input) => ({ input }));
  const free = freeMembers(subject, fullInput);
  const others: Write[] = membersOf(inputSchema).flatMap((member, index) => {
    const { pointer } = member;
    const value = free.includes(pointer) ? markOf(pointer) : otherValue(subject, routes, member, index + 1);
    const input = withMember(fullInput, pointer, value);
    return value === undefined || checkInput(input).length > 0 ? [] : [{ input, pointer }];
  });
  // Those that may be the caller's name for a write come before what there is no time for.
  const mayName = ({ pointer = "" }: Write) => isName.test(pointer) || !routes.has(pointer);
  others.sort((one, other) => Number(mayName(other)) - Number(mayName(one)));
  return [{ input: fullInput }, ...others].slice(0, most);
}

function otherValue(subject: Subject, routes: Routes, member: Member, number: number): unknown {
  const { pointer, name } = member;
  const given = memberAt(subject.fullInput, pointer);
  const [other] = given === undefined ? [] : otherValues(subject, routes, member);
  if (other !== undefined || !isName.test(name)) return other;
  const route = routes.get(pointer);
  // At another address it is another record.
  if (route?.part === "request.path" || (typeof given !== "string" && typeof given !== "number")) return undefined;
  const { contract, operation, fullInput, checkInput } = subject;
  const place = route && placeAt(contract, operation, route);
  const isAllowed = (value: unknown) =>
    checkInput(withMember(fullInput, pointer, value)).length === 0 && mayStandAt(contract, place, value);
  return [vary(given, number), another(given, number)].find(isAllowed);
}

/** What a caller can call a write by, such as the number of an order. */
const isName =
  /(?:^|[/_-])(?:id|key|ref|reference|(?<!(?:phone|postal|house)_)number|no|token|nonce)$|[a-z](?:Id|Key|Ref|Reference|(?<!phone|postal|house)Number|No|Token|Nonce)$/;

/**
 * The key is made of what the caller names the write by: an id or a number, or something that is sent nowhere else. That two
 * with one name are one write is then the caller's own word, and here the suite has given it.
 */
function isNamedByCaller(visit: Visit, writes: readonly Write[], routes: Routes): boolean {
  const { subject } = visit;
  const sent = firstOfCalls(visit);
  if (sent === undefined) return new Set(ownOf(visit).map((exchange) => keyIn(subject, exchange))).size > 1;
  const [first, ...keys] = sent.map((exchange) => exchange && keyIn(subject, exchange));
  return keys.some((key, index) => {
    const pointer = writes[index + 1]?.pointer;
    if (pointer === undefined || key === undefined || key === first) return false;
    return isName.test(pointer) || !routes.has(pointer);
  });
}

/** What each call sent first to the operation; undefined where nobody can tell whose requests are whose. */
function firstOfCalls(visit: Visit): (Exchange | undefined)[] | undefined {
  const calls = requestsOfCalls(visit);
  if (calls !== undefined) return calls.map((exchanges) => firstOwn({ subject: visit.subject, exchanges }));
  const own = ownOf(visit);
  return own.length === visit.outcomes.length ? own : undefined;
}

function keyIn({ operation }: Subject, exchange: Exchange): string | undefined {
  return keyOf({ operation, exchange, query: splitUrl(exchange.request.url).query });
}
