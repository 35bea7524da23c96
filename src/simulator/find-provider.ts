import type { Provider } from "./provider.ts";

/** Where a request goes. */
export type Destination<P extends Provider = Provider> =
  /** `path` is the vendor's, undecoded, with the base path; `origin` the vendor's own. */
  | { kind: "provider"; provider: P; origin: string; path: string; query: string }
  | { kind: "control"; path: string; query: string }
  | { kind: "index" }
  | { kind: "unknown"; path: string };

export type FindProvider<P extends Provider = Provider> = (url: string, host: string | undefined) => Destination<P>;

/** Prepares the way from a request target and a Host header to a provider: by the vendor's own host, or by the first segment. */
export function createFindProvider<P extends Provider>(providers: readonly P[]): FindProvider<P> {
  const byId = new Map(providers.map((provider) => [provider.id, createEntrance(provider, 0)]));
  const byHost = new Map<string, Entrance<P>[]>();
  for (const provider of providers) {
    for (const [index, { host }] of provider.contract.servers.entries()) {
      byHost.set(host, [...(byHost.get(host) ?? []), createEntrance(provider, index)]);
    }
  }
  const byHostHeader = (host: string) => byHost.get(host) ?? byHost.get(host.toLowerCase().replace(/:(?:80|443)$/, ""));

  return (target, hostHeader) => {
    let url = target;
    let host = hostHeader;
    if (url.charCodeAt(0) !== slash) [host, url] = splitAbsolute(url, hostHeader);
    const mark = url.indexOf("?");
    const path = mark === -1 ? url : url.slice(0, mark);
    const query = mark === -1 ? "" : url.slice(mark + 1);

    const entrances = host === undefined ? undefined : byHostHeader(host);
    if (entrances !== undefined) {
      const entrance = entrances.find(({ basePath }) => path.startsWith(basePath)) ?? (entrances[0] as Entrance<P>);
      return enter(entrance, path, query);
    }
    const end = path.indexOf("/", 1);
    const segment = end === -1 ? path.slice(1) : path.slice(1, end);
    const rest = end === -1 ? "/" : path.slice(end);
    if (segment === "_standin") return { kind: "control", path: rest, query };
    const entrance = byId.get(segment);
    if (entrance !== undefined) return enter(entrance, rest, query);
    return path === "/" ? { kind: "index" } : { kind: "unknown", path };
  };
}

interface Entrance<P> {
  provider: P;
  origin: string;
  basePath: string;
  /** The provider's base paths, each followed by a doubled slash. */
  doubled: string[];
}

const slash = 47;

function createEntrance<P extends Provider>(provider: P, server: number): Entrance<P> {
  const { origin = "", basePath = "" } = provider.contract.servers[server] ?? {};
  const basePaths = new Set(["", ...provider.contract.servers.map((one) => one.basePath)]);
  return { provider, origin, basePath, doubled: [...basePaths].map((one) => `${one}//`) };
}

function enter<P extends Provider>(
  { provider, origin, doubled }: Entrance<P>,
  path: string,
  query: string,
): Destination<P> {
  return { kind: "provider", provider, origin, path: joinPath(path, doubled), query };
}

/** Takes a doubled slash at the join of base URL and path as one; anywhere else it stays. */
function joinPath(path: string, doubled: readonly string[]): string {
  if (!path.includes("//")) return path;
  let joined = path;
  for (const prefix of doubled) {
    if (joined.startsWith(prefix)) joined = prefix.slice(0, -1) + joined.slice(prefix.length);
  }
  return joined;
}

/** The absolute form of a request target, as clients send it to a proxy: its own host counts. */
function splitAbsolute(target: string, hostHeader: string | undefined): [string | undefined, string] {
  const match = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target);
  if (match === null) return [hostHeader, target];
  const rest = match[2] as string;
  return [match[1], rest.startsWith("/") ? rest : `/${rest}`];
}
