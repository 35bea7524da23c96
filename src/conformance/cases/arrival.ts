import { memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { expectEither, type Found, fault } from "../judge.ts";
import { isSame, type Routes, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";

/** The adapter does what it was asked, or refuses to: nothing goes wrong on the way. */
export async function expectAccepted(visit: Visit): Promise<Found[]> {
  return [...expectEither(visit), ...(await expectArrival(visit))];
}

/**
 * Every member of the input whose way is known stands in the request as it was given: nothing is lost, nothing altered.
 * An input that the adapter itself refuses goes nowhere.
 */
export async function expectArrival(visit: Visit): Promise<Found[]> {
  const { subject, plan } = visit;
  const exchange = firstOwn(visit);
  const [input] = plan.inputs;
  if (exchange === undefined) return [];
  const { routes } = await subject.learn();
  const sent = sentLeaves(subject.contract, exchange);
  const found = expectItems(visit, routes);
  for (const [pointer, { part, pointer: place }] of routes) {
    const value = memberAt(input, pointer);
    if (value === undefined || (typeof value === "object" && value !== null)) continue;
    const arrived = sent.find((leaf) => leaf.part === part && leaf.pointer === place);
    if (arrived === undefined) {
      // In a path or a query there is no null.
      if (value === null && part !== "request.body") continue;
      const message = `${shown(value)} does not reach the vendor: ${part} has no ${place}`;
      found.push(fault(visit, { rule: "input-lost", pointer, message, expected: value }));
    } else if (!isSame(arrived.value, value)) {
      const message = `${shown(value)} reaches the vendor as ${shown(arrived.value)}, in ${part} ${place}`;
      found.push(fault(visit, { rule: "input-altered", pointer, message, expected: value, actual: arrived.value }));
    }
  }
  return found;
}

/** A list has all its items, in whatever order, also where an adapter sends them in several requests. */
function expectItems(visit: Visit, routes: Routes): Found[] {
  const { subject, plan, exchanges } = visit;
  const sent = exchanges.flatMap((exchange) => sentLeaves(subject.contract, exchange));
  return [...routes].flatMap(([pointer, { part, pointer: place }]) => {
    const list = memberAt(plan.inputs[0], pointer.replace(/\/0$/, ""));
    if (!pointer.endsWith("/0") || !place.endsWith("/0") || !Array.isArray(list)) return [];
    const items = sent.filter((leaf) => leaf.part === part && leaf.pointer.startsWith(place.slice(0, -1)));
    const lost = list.findIndex((value, at) => at > 0 && !items.some((item) => isSame(item.value, value)));
    if (lost === -1) return [];
    const message = `${shown(list[lost])} does not reach the vendor: ${part} ${place.slice(0, -2)} has ${items.length} of ${list.length} items`;
    return [
      fault(visit, { rule: "input-lost", pointer: `${pointer.slice(0, -1)}${lost}`, message, expected: list[lost] }),
    ];
  });
}
