import type { Server } from "../contract/contract.ts";
import { commonCredentials } from "../contract/credential-names.ts";
import { createMemo } from "../contract/memo.ts";
import { redactQuery } from "../contract/redaction.ts";
import { type Mount, noMount } from "./mount.ts";
import type { Provider } from "./provider.ts";
import { splitTarget } from "./split-target.ts";

/** Where a request goes. */
export type Destination<P extends Provider = Provider> =
  /**
   * `path` is the vendor's, undecoded, with the base path; `origin` the vendor's own, and `base` what the client has in
   * its place.
   */
  | { kind: "provider"; provider: P; origin: string; base: string; path: string; query: string }
  | { kind: "control"; path: string; query: string }
  | { kind: "index" }
  | { kind: "unknown"; path: string };

export type FindDestination<P extends Provider = Provider> = (
  url: string,
  host: string | undefined,
  mount?: Mount,
) => Destination<P>;

/** Prepares the way from a request target and a Host header to a provider: by the vendor's own host, or by the first segment. */
export function createFindDestination<P extends Provider>(providers: readonly P[]): FindDestination<P> {
  const byId = new Map<string, Entrance<P>[]>();
  const byHost = new Map<string, Entrance<P>[]>();
  for (const provider of providers) {
    const entrances = provider.contract.servers.map((server) => ({ provider, ...server }));
    byId.set(provider.id, entrances);
    for (const entrance of entrances) byHost.set(entrance.host, [...(byHost.get(entrance.host) ?? []), entrance]);
  }
  const byHostHeader = createMemo((host) => byHost.get(host.toLowerCase().replace(/:(?:80|443)$/, "")));

  return (target, hostHeader, mount = noMount) => {
    let [host, url] = splitTarget(target, hostHeader);
    // No request target has a fragment (RFC 9112, section 3.2): what looks like one is of the path or the query.
    if (url.includes("#")) url = asPath(url);
    const mark = url.indexOf("?");
    const path = mark === -1 ? url : url.slice(0, mark);
    const query = mark === -1 ? "" : url.slice(mark + 1);

    const entrances = host === undefined ? undefined : byHostHeader(host);
    if (entrances !== undefined) return enter(entrances, path, query);
    // A base URL that ends in a slash, and a path that begins with one.
    const start = path.charCodeAt(1) === slash ? 2 : 1;
    const end = path.indexOf("/", start);
    const entry = end === -1 ? path : path.slice(0, end);
    const segment = entry.slice(start);
    const rest = end === -1 ? "/" : path.slice(end);
    if (segment === "_standin") return { kind: "control", path: rest, query };
    const named = byId.get(segment);
    if (named !== undefined) {
      const { protocol, path: above } = mount;
      return enter(named, rest, query, `${protocol}://${host ?? "localhost"}${above}${entry}`);
    }
    return path === "/" ? { kind: "index" } : { kind: "unknown", path };
  };
}

/** Addresses that two providers have: of requests by the vendor's host one of the two gets all. Each as a text. */
export function listSharedAddresses(providers: readonly Provider[]): string[] {
  const owners = new Map<string, string>();
  const texts: string[] = [];
  for (const { id, contract } of providers) {
    for (const { host, basePath } of contract.servers) {
      const address = host + basePath;
      const owner = owners.get(address) ?? id;
      owners.set(address, owner);
      if (owner !== id)
        texts.push(
          `[${id}] has the address ${address}, as has [${owner}]: what is sent to that host goes to ${owner}.`,
        );
    }
  }
  return texts;
}

/** A server of a provider, by which requests come in. */
interface Entrance<P> extends Server {
  provider: P;
}

const slash = 47;

/** A credential that a client has left behind the `#` is out of place even so, and would be told with the path. */
function asPath(url: string): string {
  const start = url.indexOf("#");
  const told = redactQuery({ credentials: commonCredentials }, url.slice(start));
  return (url.slice(0, start) + told).replaceAll("#", "%23");
}

/** Of several servers, the one with the longest base path that the path is below. */
function enter<P extends Provider>(
  entrances: readonly Entrance<P>[],
  path: string,
  query: string,
  base?: string,
): Destination<P> {
  let best = entrances[0] as Entrance<P>;
  for (let index = 1; index < entrances.length; index++) {
    const entrance = entrances[index] as Entrance<P>;
    const fits = path.startsWith(`${entrance.basePath}/`);
    if (fits && (entrance.basePath.length > best.basePath.length || !path.startsWith(`${best.basePath}/`)))
      best = entrance;
  }
  const { provider, origin } = best;
  return { kind: "provider", provider, origin, base: base ?? origin, path, query };
}
