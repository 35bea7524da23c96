import type { Contract, Operation } from "./contract.ts";
import { nearestOperation } from "./nearest-operations.ts";
import { decodeSegment, readSegment, type Segment } from "./path-segment.ts";

export type Match =
  | { kind: "operation"; operation: Operation /** Still percent-encoded. */; pathParameters: Record<string, string> }
  | {
      kind: "method" /** The template that fits. */;
      path: string /** Upper case. */;
      allowed: string[];
      nearest: Operation;
    }
  | { kind: "path"; nearest: Operation };

/**
 * Finds the operation of a request as OpenAPI says: concrete paths before templated ones, below the base path of one of
 * the servers. HEAD is answered by the path's GET. A doubled slash where base URL and path were joined counts as one.
 *
 * @param path the absolute path at the vendor's host, percent-encoded, without the query
 */
export function matchOperation(contract: Contract, method: string, path: string): Match {
  const { prefixes, routes } = routesOf(contract);
  const joined = mergeLeadingSlashes(path);
  let closest: Route | undefined;
  for (const prefix of prefixes) {
    if (!joined.startsWith(prefix)) continue;
    const segments = splitSegments(joined, prefix.length);
    for (const route of routes.get(segments.length) ?? []) {
      const pathParameters = matchSegments(route.segments, segments);
      if (pathParameters === undefined) continue;
      const operation = route.operations.get(method) ?? (method === "HEAD" ? route.operations.get("GET") : undefined);
      if (operation !== undefined) return { kind: "operation", operation, pathParameters };
      // A less concrete path may still document the method.
      closest ??= route;
    }
  }
  const nearest = nearestOperation(contract, method, path);
  if (closest !== undefined) return { kind: "method", path: closest.path, allowed: allowedMethods(closest), nearest };
  return { kind: "path", nearest };
}

interface Routes {
  /** The base paths of the servers, each with the slash that follows it. */
  prefixes: readonly string[];
  /** By their number of segments; those that go before others first. */
  routes: ReadonlyMap<number, readonly Route[]>;
}

/** The path template of an operation as a request has to have it: below the base path of the first server. */
export function fullPath(contract: Contract, operation: Operation): string {
  return `${contract.servers[0]?.basePath ?? ""}${operation.path}`;
}

interface Route {
  path: string;
  segments: readonly Segment[];
  operations: ReadonlyMap<string, Operation>;
}

const routesByContract = new WeakMap<Contract, Routes>();

function routesOf(contract: Contract): Routes {
  const known = routesByContract.get(contract);
  if (known !== undefined) return known;
  const byPath = new Map<string, Map<string, Operation>>();
  for (const operation of contract.operations) {
    const operations = byPath.get(operation.path) ?? new Map<string, Operation>();
    byPath.set(operation.path, operations.set(operation.method, operation));
  }
  const sorted = [...byPath]
    .map(([path, operations]) => ({ path, segments: path.split("/").slice(1).map(readSegment), operations }))
    .sort(byConcreteness);
  const routes = new Map<number, Route[]>();
  for (const route of sorted) {
    const { length } = route.segments;
    routes.set(length, [...(routes.get(length) ?? []), route]);
  }
  const prefixes = [...new Set(contract.servers.map((server) => `${server.basePath}/`))];
  routesByContract.set(contract, { prefixes, routes });
  return { prefixes, routes };
}

/** The first segment that differs decides: plain text, then text around a parameter, then a parameter alone. */
function byConcreteness(a: Route, b: Route): number {
  const rank = ({ pattern, names }: Segment): number => (names.length === 0 ? 0 : pattern === null ? 2 : 1);
  for (let index = 0; index < Math.min(a.segments.length, b.segments.length); index++) {
    const difference = rank(a.segments[index] as Segment) - rank(b.segments[index] as Segment);
    if (difference !== 0) return difference;
  }
  return 0;
}

function matchSegments(templates: readonly Segment[], segments: readonly string[]): Record<string, string> | undefined {
  // The texts decide most often, and cost the least.
  for (let index = 0; index < templates.length; index++) {
    const { template, names } = templates[index] as Segment;
    const segment = segments[index] as string;
    if (names.length > 0 || segment === template) continue;
    if (!segment.includes("%") || decodeSegment(segment) !== template) return undefined;
  }
  const parameters: Record<string, string> = {};
  for (let index = 0; index < templates.length; index++) {
    const { pattern, names } = templates[index] as Segment;
    if (names.length === 0) continue;
    const segment = segments[index] as string;
    if (pattern === null) {
      if (segment === "") return undefined;
      parameters[names[0] as string] = segment;
      continue;
    }
    const match = pattern.exec(segment);
    if (match === null) return undefined;
    for (let place = 0; place < names.length; place++) parameters[names[place] as string] = match[place + 1] as string;
  }
  return parameters;
}

/**
 * The segments of a path from an index on, at which the first begins. Note: several times faster than String.split, which
 * remembers texts that never come again.
 */
function splitSegments(path: string, from: number): string[] {
  const segments: string[] = [];
  let start = from;
  while (path.charCodeAt(start) === slash) start++;
  for (let end = path.indexOf("/", start); end !== -1; end = path.indexOf("/", start)) {
    segments.push(path.slice(start, end));
    start = end + 1;
  }
  segments.push(path.slice(start));
  return segments;
}

const slash = 47;

function mergeLeadingSlashes(path: string): string {
  return path.startsWith("//") ? path.replace(/^\/+/, "/") : path;
}

function allowedMethods({ operations }: Route): string[] {
  return operations.has("GET") && !operations.has("HEAD") ? [...operations.keys(), "HEAD"] : [...operations.keys()];
}
