import type { Contract } from "../../contract/contract.ts";
import { parseQuery } from "../../contract/query.ts";
import { sentAt } from "../../contract/sequence/times.ts";
import { SequenceCheck, type SequencedExchange } from "../../contract/sequence.ts";
import type { Violation } from "../../exchange.ts";
import { count } from "../../report/count.ts";
import type { ArchivedExchange } from "./archived-exchange.ts";
import type { Place } from "./read-archive.ts";

/** How many clients are kept apart, and how many exchanges wait for those that were sent before them. */
const mostClients = 2000;
const mostWaiting = 256;

type Tell = (place: Place, violation: Violation) => void;

interface Waiting {
  place: Place;
  exchange: SequencedExchange;
  /** When it was sent, in milliseconds since 1970; NaN where nobody knows. */
  sent: number;
}

/** One client with one credential at one provider. */
interface Client {
  check: SequenceCheck;
  waiting: Waiting[];
  /** When the exchange was sent that was judged last. */
  judged: number;
}

/** The exchanges of an archive, client by client, each judged after those that were sent before it. */
export class Sequences {
  readonly #tell: Tell;
  /** The client that was heard of last at the end. */
  readonly #clients = new Map<string, Client>();
  /** Whose exchanges wait, the one that has waited longest first. */
  readonly #queue: Client[] = [];
  readonly #abstained = { untimed: 0, unclocked: 0, late: 0, forgotten: 0 };

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** `url`: at the vendor's host. */
  add(place: Place, contract: Contract, url: string, exchange: ArchivedExchange): void {
    const { request, response, startedAt, unrecorded, among } = exchange;
    const id = "line" in place ? `line ${place.line}` : `entry ${place.entry}`;
    const sequenced: SequencedExchange = {
      ...{ id, ...among, unrecorded, response },
      ...(startedAt === undefined ? {} : { startedAt }),
      request: { ...request, url },
    };
    const client = this.#clientOf(contract, sequenced);
    const sent = sentAt(sequenced) ?? Number.NaN;
    if (sent < client.judged) {
      this.#abstained.late++;
      return;
    }
    let index = client.waiting.length;
    while (index > 0 && (client.waiting[index - 1] as Waiting).sent > sent) index--;
    client.waiting.splice(index, 0, { place, exchange: sequenced, sent });
    this.#queue.push(client);
    if (this.#queue.length > mostWaiting) this.#judgeNext(this.#queue.shift() as Client);
  }

  /** One with a host that no provider has. */
  addElsewhere(place: Place, { request, response }: ArchivedExchange): void {
    for (const client of this.#clients.values()) {
      // What redirected here may still be waiting.
      if (!client.check.mayRedirect && client.waiting.length === 0) continue;
      const isRedirect = (one: Waiting) => (one.exchange.response?.headers.location ?? "") !== "";
      if (client.waiting.some(isRedirect)) this.#judgeAll(client);
      this.#judge(client, { place, exchange: { request, response }, sent: client.judged });
    }
  }

  /** Judges what still waits. */
  end(): void {
    for (const client of this.#clients.values()) {
      this.#judgeAll(client);
      this.#noteAbstentions(client);
    }
    this.#clients.clear();
  }

  /** What could not be judged, and why. */
  hints(): string[] {
    const { untimed, unclocked, late, forgotten } = this.#abstained;
    const hints: string[] = [];
    if (untimed > 0)
      hints.push(
        `${count(untimed, "request")} came again after no success, and without startedAt and durationMs (in HAR startedDateTime and time) nobody can tell whether as a repeat: not judged.`,
      );
    if (unclocked > 0)
      hints.push(
        `${count(unclocked, "request")} came again after a Retry-After of a stand-in whose clock does not flow as the machine's: whether the client waited is not judged (standin serve --clock real).`,
      );
    if (late > 0)
      hints.push(
        `${count(late, "exchange")} came more than ${mostWaiting} exchanges after later ones: sort them by time, for repeats among them are not judged.`,
      );
    if (forgotten > 0)
      hints.push(
        `It has the exchanges of more than ${mostClients} clients at once: repeats of ${forgotten} were not followed to their end.`,
      );
    return hints;
  }

  #clientOf(contract: Contract, exchange: SequencedExchange): Client {
    const key = clientKey(contract, exchange);
    let client = this.#clients.get(key);
    if (client === undefined)
      client = { check: new SequenceCheck(contract), waiting: [], judged: Number.NEGATIVE_INFINITY };
    else this.#clients.delete(key);
    this.#clients.set(key, client);
    if (this.#clients.size > mostClients) {
      const [oldest] = this.#clients as Iterable<[string, Client]>;
      const [oldestKey, oldestClient] = oldest as [string, Client];
      this.#judgeAll(oldestClient);
      this.#noteAbstentions(oldestClient);
      this.#clients.delete(oldestKey);
      this.#abstained.forgotten++;
    }
    return client;
  }

  #noteAbstentions({ check }: Client): void {
    this.#abstained.untimed += check.abstained.untimed;
    this.#abstained.unclocked += check.abstained.unclocked;
  }

  #judgeAll(client: Client): void {
    while (client.waiting.length > 0) this.#judgeNext(client);
  }

  #judgeNext(client: Client): void {
    const next = client.waiting.shift();
    if (next !== undefined) this.#judge(client, next);
  }

  #judge(client: Client, { place, exchange, sent }: Waiting): void {
    if (sent > client.judged) client.judged = sent;
    for (const violation of client.check.add(exchange)) this.#tell(place, violation);
  }
}

/** What tells a client from others: its tenant at a stand-in, else what it sends as its credential. */
function clientKey(contract: Contract, { tenant, request: { url, headers } }: SequencedExchange): string {
  if (tenant !== undefined) return `${contract.provider} tenant ${tenant}`;
  const sent = Object.values(contract.securitySchemes).map(({ parameter }) => {
    if (parameter === null || parameter.in === "cookie")
      return headers[parameter === null ? "authorization" : "cookie"];
    if (parameter.in === "header") return headers[parameter.name.toLowerCase()];
    const start = url.indexOf("?");
    return start === -1 ? "" : parseQuery(url.slice(start + 1)).find(({ name }) => name === parameter.name)?.value;
  });
  return [contract.provider, ...sent].join("\n");
}
