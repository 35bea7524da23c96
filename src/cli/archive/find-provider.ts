import { isIP } from "node:net";
import type { Catalog, Provider } from "../../catalog.ts";
import { createFindDestination, type FindDestination } from "../../simulator/find-destination.ts";
import type { ArchivedExchange } from "./archived-exchange.ts";
import { type Origin, originOf } from "./origin.ts";

/** Whose an exchange is. */
export type Belonging =
  /** `url` is at the vendor's host; `standin`: the URL as recorded was a stand-in's. */
  | { provider: Provider; url: string; standin: boolean }
  /** It is nobody's; the text completes "an exchange with …". */
  | { provider: null; subject: string };

/** Finds the provider of recorded exchanges; contracts are loaded when the first exchange asks for them. */
export class ProviderFinder {
  readonly #catalog: Catalog;
  readonly #ways = new Map<string, Promise<Way>>();
  #allWays: Promise<FindDestination> | undefined;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** By the id, which counts whatever the URL's host is. Throws when nobody defines it. */
  async findById(id: string, exchange: ArchivedExchange): Promise<Belonging> {
    const way = this.#ways.get(id) ?? this.#loadWay(id);
    this.#ways.set(id, way);
    const { provider, find } = await way;
    const { url } = exchange.request;
    return follow(find, url) ?? { provider, url: atVendor(provider, url), standin: false };
  }

  /** By what the archive says, else by the URL: a vendor's host, or a stand-in's with the provider's name in the path. */
  async find(exchange: ArchivedExchange): Promise<Belonging> {
    const { provider: id, request } = exchange;
    if (id !== undefined) {
      if (this.#catalog.listProviders().includes(id)) return this.findById(id, exchange);
      return { provider: null, subject: `the provider "${id}", which no folder defines (--providers names another)` };
    }
    this.#allWays ??= this.#loadAll();
    const found = follow(await this.#allWays, request.url);
    return found ?? { provider: null, subject: describeStranger(request.url) };
  }

  async #loadWay(id: string): Promise<Way> {
    const provider = await this.#catalog.loadProvider(id);
    return { provider, find: createFindDestination([provider]) };
  }

  async #loadAll(): Promise<FindDestination> {
    return createFindDestination(
      await Promise.all(this.#catalog.listProviders().map((id) => this.#catalog.loadProvider(id))),
    );
  }
}

interface Way {
  provider: Provider;
  find: FindDestination;
}

function follow(find: FindDestination, recorded: string): Exclude<Belonging, { provider: null }> | undefined {
  const url = recorded.replace(/#.*$/s, "");
  const destination = find(url, undefined);
  if (destination.kind !== "provider") return undefined;
  const { provider, origin, path, query } = destination;
  const { host, hostname } = originOf(url) as Origin;
  const standin = !provider.contract.servers.some((server) => server.host === host);
  // Anybody's path may begin with a provider's name: only a machine nearby is taken for a stand-in.
  if (standin && !isNearby(hostname)) return undefined;
  return { provider, url: query === "" ? origin + path : `${origin}${path}?${query}`, standin };
}

function describeStranger(url: string): string {
  const { host, hostname, pathname } = new URL(url);
  const [, name = ""] = /^\/+([^/]+)/.exec(pathname) ?? [];
  return name !== "" && isNearby(hostname)
    ? `${host}/${name}, which is no provider that is defined here (--providers names another folder)`
    : `${host}, which is no provider's host`;
}

function isNearby(hostname: string): boolean {
  return !hostname.includes(".") || isIP(hostname) !== 0 || /\.(localhost|local|internal)$/.test(hostname);
}

/** Through a gateway or a proxy the vendor has another host, and the same path. */
function atVendor(provider: Provider, recorded: string): string {
  return recorded.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, provider.contract.servers[0]?.origin ?? "");
}
