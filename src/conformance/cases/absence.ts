import { memberAt, withoutMember } from "../edit.ts";
import { shown } from "../finding.ts";
import { membersOf } from "../input-schema.ts";
import { type Found, fault } from "../judge.ts";
import { placeNamed } from "../request-places.ts";
import { firstMissing, firstWrite, isNothing, resend, successOf } from "../resend.ts";
import type { Subject } from "../subject.ts";
import { listRoutes, parsedBody, type Route, type Routes, type SentLeaf, sentLeaves } from "../trace.ts";
import type { Visit } from "../visit.ts";

/**
 * Who leaves a member out asks nothing of the vendor: what an adapter sends in its place takes nothing away that the vendor
 * would have kept. Whether it does, the vendor itself says, which is asked once more without it.
 */
export async function expectAbsence(visit: Visit): Promise<Found[]> {
  const { subject, plan } = visit;
  const exchange = firstWrite(visit);
  const answered = exchange && successOf(exchange);
  if (exchange === undefined || answered === undefined) return [];
  const { routes } = await subject.learn();
  const sent = sentLeaves(subject.contract, exchange).filter(
    ({ part, value }) => part === "request.body" && isNothing(value),
  );
  if (sent.length === 0) return [];
  const found: Found[] = [];
  const seen = new Set<SentLeaf>();
  for (const { pointer } of membersOf(subject.inputSchema ?? {})) {
    const place = memberAt(plan.inputs[0], pointer) === undefined ? placeOf(subject, routes, pointer) : undefined;
    const added = place && sent.find((leaf) => isAround(leaf, place));
    if (added === undefined || seen.has(added)) continue;
    seen.add(added);
    const kept = await resend(subject, exchange, withoutMember(parsedBody(exchange.request.body), added.pointer));
    const lost = firstMissing(kept, answered);
    if (lost === undefined) continue;
    const message = `the input leaves it out, and the adapter sends ${shown(added.value)} as ${added.pointer}: without that the vendor has ${shown(lost.value)} at ${lost.pointer}`;
    found.push(fault(visit, { rule: "input-added", pointer, message, actual: added.value }));
  }
  return found;
}

/** Where in a request a member of the input stands: as it was seen, or else by its name. */
function placeOf({ contract, operation }: Subject, routes: Routes, pointer: string): Route | undefined {
  return routes.get(pointer) ?? listRoutes(routes).get(pointer) ?? placeNamed(contract, operation, pointer);
}

/** What stands at a place, or is there in place of what it lies in. */
function isAround({ part, pointer }: SentLeaf, place: Route): boolean {
  return (
    part === place.part && pointer !== "" && (place.pointer === pointer || place.pointer.startsWith(`${pointer}/`))
  );
}
