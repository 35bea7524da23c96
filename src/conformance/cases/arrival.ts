import { memberAt } from "../edit.ts";
import { shown } from "../finding.ts";
import { type Found, fault } from "../judge.ts";
import { isSame, sentLeaves } from "../trace.ts";
import { firstOwn, type Visit } from "../visit.ts";

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
  const found: Found[] = [];
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
