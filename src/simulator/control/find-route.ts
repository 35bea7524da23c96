import { Refusal, shorten } from "../refusal.ts";
import { parameterRefusal } from "./parameters.ts";
import type { ControlRoute } from "./routes.ts";

/** A route, and what stands in the path for its names in braces. */
export interface RouteMatch {
  route: ControlRoute;
  path: Readonly<Record<string, string>>;
}

/** The route of a request to the control API; `path` is undecoded. Throws a Refusal that names those that there are. */
export function findRoute(routes: readonly ControlRoute[], method: string, path: string): RouteMatch {
  const segments = path.split("/");
  const here = routes.filter((route) => fits(route.path.split("/"), segments));
  const route = here.find((candidate) => candidate.method === method);
  if (route !== undefined) return { route, path: readPath(route.path.split("/"), segments) };
  if (here.length > 0) {
    const allowed = here.map((candidate) => candidate.method);
    const detail = `/_standin${shorten(path)} has no ${method}. Allowed: ${allowed.join(", ")}.`;
    throw new Refusal("control-method", detail, { allowed }, { allow: allowed.join(", ") });
  }
  const known = routes.map((candidate) => `${candidate.method} /_standin${candidate.path}`);
  throw new Refusal("control-route", `There is no /_standin${shorten(path)}. There are: ${known.join(", ")}.`, {
    routes: known,
  });
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, index) => (isName(part) ? segments[index] !== "" : part === segments[index]));
}

function readPath(template: readonly string[], segments: readonly string[]): Record<string, string> {
  const named = template.flatMap((part, index) => {
    if (!isName(part)) return [];
    const name = part.slice(1, -1);
    return [[name, decode(name, segments[index] as string)] as const];
  });
  return Object.fromEntries(named);
}

function isName(part: string): boolean {
  return part.startsWith("{");
}

function decode(name: string, segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw parameterRefusal(name, `"${shorten(segment)}" is no ${name}: it is not percent-encoded as UTF-8.`);
  }
}
