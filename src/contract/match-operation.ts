import type { Contract, Operation } from "./contract.ts";
import { slips } from "./near-miss.ts";

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

interface Segment {
  template: string;
  /** Null for a segment without parameters, and for one that is nothing but a parameter. */
  pattern: RegExp | null;
  names: readonly string[];
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

function readSegment(template: string): Segment {
  const names = [...template.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name as string);
  if (names.length === 0) return { template: decodeSegment(template), pattern: null, names };
  if (isParameter(template)) return { template, pattern: null, names };
  const literals = template.split(/\{[^}]*\}/).map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { template, pattern: new RegExp(`^${literals.join("(.+?)")}$`, "s"), names };
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

function isParameter(template: string): boolean {
  return /^\{[^}]*\}$/.test(template);
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

function nearestOperation(contract: Contract, method: string, path: string): Operation {
  let best = contract.operations[0] as Operation;
  let bestDistance = Number.POSITIVE_INFINITY;
  const wanted = path
    .slice(0, 500)
    .split("/")
    .filter((segment) => segment !== "");
  for (const server of contract.servers) {
    for (const operation of contract.operations) {
      const template = `${server.basePath}${operation.path}`.split("/").filter((segment) => segment !== "");
      const distance = pathDistance(wanted, template) + methodDistance(method, operation.method);
      if (distance < bestDistance) {
        best = operation;
        bestDistance = distance;
      }
    }
  }
  return best;
}

/** Those that write, in the order in which one is taken for another. */
const writes = ["PUT", "PATCH", "POST"];

/** Who writes means to write. */
function methodDistance(wanted: string, method: string): number {
  if (method === wanted || (wanted === "HEAD" && method === "GET")) return 0;
  return writes.includes(wanted) && writes.includes(method) ? 0.5 + writes.indexOf(method) / 100 : 0.6;
}

/** To forget an id is likelier than to write another method. */
const forgottenParameter = 0.45;

/** How much has to be changed, segment by segment, to make a template of a path; a segment left out or added weighs as a wrong one. */
function pathDistance(wanted: readonly string[], template: readonly string[]): number {
  const added = template.map((segment) => (segment.startsWith("{") ? forgottenParameter : 1));
  let previous = [0];
  for (const [j, weight] of added.entries()) previous.push((previous[j] as number) + weight);
  for (const [i, segment] of wanted.entries()) {
    const row = [i + 1];
    for (const [j, other] of template.entries()) {
      const replaced = (previous[j] as number) + segmentDistance(segment, other);
      row.push(Math.min((previous[j + 1] as number) + 1, (row[j] as number) + (added[j] as number), replaced));
    }
    previous = row;
  }
  return previous[template.length] as number;
}

function segmentDistance(segment: string, template: string): number {
  if (template.startsWith("{")) return 0.1;
  const length = Math.max(segment.length, template.length);
  return slips(segment.toLowerCase(), template.toLowerCase(), length) / length;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken escape matches no template's text; as a parameter's value it is reported there.
    return segment;
  }
}
