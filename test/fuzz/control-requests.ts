import type { Random } from "../generate/random.ts";
import { hostileTexts, hostileValues } from "./hostile.ts";
import { mutateJson } from "./mutate.ts";
import { encodeText, type Sent } from "./wire.ts";

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
}

interface Described {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

/** The control API as it describes itself. */
export interface ControlDocument {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}

/** Values that are right somewhere: without them no hostile one would get past the first check. */
const rightTexts = [
  "standin",
  "weeek",
  "truto",
  "updateContact",
  "documented",
  "empty",
  "250ms",
  "90s",
  "real",
  "frozen",
  "reset",
  "delay",
  "status",
  "2026-03-01T09:00:00Z",
  "x-000001",
  "default",
  "/state",
  "key",
  "token",
];
/** Those that wait for something have nothing to wait for. */
const waits = /^(within|wait|timeout)$/;

/** Makes requests to the control API of its description, right in part and hostile in part; `tenant` names whose. */
export function createControlRequests(document: ControlDocument): (random: Random, tenant: string) => Sent {
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      // A stream of events never ends.
      .filter(([, { responses }]) => !("text/event-stream" in (responses["200"]?.content ?? {})))
      .map(([method, described]) => ({ path, method: method.toUpperCase(), described })),
  );

  function draw(schema: Schema, random: Random, depth = 0): unknown {
    const { $ref, type, enum: values, const: only, properties, items, oneOf, anyOf } = schema;
    if ($ref !== undefined) {
      const name = $ref.split("/").at(-1) as string;
      return draw(document.components.schemas[name] ?? {}, random, depth);
    }
    if (only !== undefined) return only;
    if (values !== undefined) return random.pick(values);
    const union = oneOf ?? anyOf;
    if (union !== undefined) return draw(random.pick(union), random, depth);
    const kind = Array.isArray(type) ? random.pick(type) : type;
    if (depth > 6) return null;
    if (properties !== undefined || kind === "object") {
      const chosen = Object.entries(properties ?? {}).filter(() => random.chance(0.7));
      return Object.fromEntries(
        chosen.map(([name, member]) => [name, waits.test(name) ? "1ms" : draw(member, random, depth + 1)]),
      );
    }
    if (kind === "array") return Array.from({ length: random.below(3) }, () => draw(items ?? {}, random, depth + 1));
    if (kind === "integer" || kind === "number") return random.below(600);
    if (kind === "boolean") return random.chance(0.5);
    if (kind === "string") return random.pick(rightTexts);
    return random.pick(hostileValues);
  }

  function drawBody(described: Described, random: Random): string | undefined {
    const schema = Object.values(described.requestBody?.content ?? {})[0]?.schema;
    if (schema === undefined && random.chance(0.8)) return undefined;
    const value = schema === undefined ? random.pick(hostileValues) : draw(schema, random);
    const text = JSON.stringify(random.chance(0.7) ? mutateJson(value, random) : value) ?? "";
    if (random.chance(0.85)) return text;
    const at = random.below(text.length + 1);
    return random.pick([
      text.slice(0, at),
      `${text}${text}`,
      text.slice(0, at) + random.pick(hostileTexts) + text.slice(at),
    ]);
  }

  return (random, tenant) => {
    const { path, method, described } = random.pick(routes);
    const parameters = (described.parameters ?? []).filter((parameter) => parameter.in === "query");
    const query = parameters
      .filter(({ name }) => name !== "tenant" && (waits.test(name) || random.chance(0.5)))
      .map(({ name, schema }) => {
        const right = waits.test(name) ? "1ms" : String(draw(schema, random));
        return `${name}=${encodeText(random.chance(0.5) ? right : random.pick(hostileTexts))}`;
      });
    if (random.chance(0.95)) query.push(`tenant=${tenant}`);
    if (random.chance(0.1))
      query.push(random.pick(["a", "__proto__=1", "tenant=x&tenant=y", "limit=1&limit=1", "%", "&&&=", "tenant[]=1"]));
    const named = path.replaceAll(/\{\w+\}/g, () =>
      encodeText(random.pick([...rightTexts, ...rightTexts, ...hostileTexts])),
    );
    const body = drawBody(described, random);
    return {
      method: random.chance(0.95) ? method : random.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
      target: `/_standin${named}?${query.join("&")}`,
      headers: [
        ["host", "localhost"],
        [
          "content-type",
          random.pick([
            "application/json",
            "text/plain",
            "application/merge-patch+json",
            "application/json-patch+json",
          ]),
        ],
      ],
      body,
    };
  };
}
