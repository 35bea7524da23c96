import { isDeepStrictEqual } from "node:util";
import { splitUrl } from "../contract/check-exchange.ts";
import type { Exchange, Headers } from "../exchange.ts";
import { leavesOf, memberAt } from "./edit.ts";
import type { Subject } from "./subject.ts";
import type { TenantClient } from "./tenant-client.ts";
import { parsedBody } from "./trace.ts";
import { firstOwn, type Visit } from "./visit.ts";

/** The request of a visit that can be sent again by itself: no other write of the adapter's came before it. */
export function firstWrite(visit: Pick<Visit, "subject" | "exchanges">): Exchange | undefined {
  const first = visit.exchanges.find(({ request }) => !["GET", "HEAD"].includes(request.method));
  return first === firstOwn(visit) ? first : undefined;
}

/** What the vendor had to say of a request that it did: undefined where it did not, or said nothing. */
export function successOf({ response }: Exchange): unknown {
  const isDone = response !== null && response.status >= 200 && response.status < 300;
  return isDone ? parsedBody(response.body) : undefined;
}

/** The same for the request with another body, sent by a tenant that has done nothing else. */
export async function resend(subject: Subject, exchange: Exchange, body: unknown): Promise<unknown> {
  const answer = await sendAgain(subject, subject.openTenant(), { ...exchange.request, body: JSON.stringify(body) });
  const text = await answer.text();
  return answer.ok ? parsedBody(text) : undefined;
}

/** Sends what an adapter has sent, as a tenant. */
export async function sendAgain(
  { contract }: Subject,
  { baseUrl, credential }: Pick<TenantClient, "baseUrl" | "credential">,
  { method, url, headers, body }: Omit<Exchange["request"], "body"> & { body?: string | undefined },
): Promise<Response> {
  const { path, query } = splitUrl(url);
  const below = path.slice(contract.servers[0]?.basePath.length ?? 0);
  return fetch(`${baseUrl}${below}${query === "" ? "" : `?${withCredential(query, credential)}`}`, {
    method,
    headers: headersOf(headers, credential),
    ...(body === undefined ? {} : { body }),
  });
}

/** What a connection has of its own. */
const ofConnection = /^(?:host|connection|keep-alive|content-length|content-encoding|transfer-encoding|expect)$/;

function headersOf(headers: Headers, credential: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || ofConnection.test(name) ? [] : [[name, withCredential(String(value), credential)]],
    ),
  );
}

/** Puts the credential where the journal has taken it out. */
function withCredential(text: string, credential: string): string {
  const basic = /^(basic +)(\S+)$/i.exec(text);
  if (basic === null) return text.replace("redacted", credential);
  const plain = Buffer.from(basic[2] as string, "base64")
    .toString()
    .replace("redacted", credential);
  return basic[1] + Buffer.from(plain).toString("base64");
}

/** Where one answer of a vendor has something that the other has not: undefined where it has nothing beyond it. */
export function firstMissing(answer: unknown, other: unknown): { pointer: string; value: unknown } | undefined {
  return leavesOf(answer).find(({ pointer, value }) => !isNothing(value) && isNothing(memberAt(other, pointer)));
}

/** Where an answer has a value, and the other has another one in its place. */
export function firstOther(answer: unknown, other: unknown, value: unknown): { pointer: string } | undefined {
  return leavesOf(answer).find((leaf) => leaf.value === value && memberAt(other, leaf.pointer) !== value);
}

/** Values that say that there is none. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || isDeepStrictEqual(value, []);
}
