import type { Random } from "../generate/random.ts";
import { hostileTexts } from "./hostile.ts";
import { mutateJson } from "./mutate.ts";
import { encodeText, type Sent } from "./wire.ts";

/** A documented request with something hostile in it, and well-formed as HTTP. */
export function mutateRequest(request: Sent, random: Random): Sent {
  const mutated = { ...request };
  do {
    const part = random.below(4);
    if (part === 0) mutated.target = mutatePath(mutated.target, random);
    else if (part === 1) mutated.target = mutateQuery(mutated.target, random);
    else if (part === 2) mutated.headers = mutateHeaders(mutated.headers, random);
    else mutated.body = mutateBody(mutated.body, random);
  } while (random.chance(0.4));
  if (random.chance(0.05)) mutated.method = random.pick(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]);
  return mutated;
}

function mutatePath(target: string, random: Random): string {
  const [path = "", ...query] = target.split("?");
  const segments = path.split("/");
  const at = 2 + random.below(Math.max(1, segments.length - 2));
  const text = encodeText(random.pick(hostileTexts));
  if (random.chance(0.2)) segments.splice(at, 1);
  else segments.splice(at, random.chance(0.8) ? 1 : 0, random.chance(0.2) ? decode(text) : text);
  return [segments.join("/"), ...query].join("?");
}

function mutateQuery(target: string, random: Random): string {
  const [path = "", query = ""] = target.split("?");
  const pairs = query === "" ? [] : query.split("&");
  const text = () => encodeText(random.pick(hostileTexts));
  const names = [
    "limit",
    "page_size",
    "page",
    "offset",
    "cursor",
    "sort",
    "filter",
    "search",
    "fields",
    "include",
    text(),
  ];
  const name = random.pick([...names, ...pairs.map((pair) => pair.split("=")[0] as string)]);
  const odd = random.pick(["", "[]", "[a]", "[a][b]", `[${text()}]`, "[", "]", "[__proto__]"]);
  const planted = `${name}${odd}${random.pick(["=", "=", "=", "", "=="])}${text()}`;
  if (pairs.length > 0 && random.chance(0.5)) pairs[random.below(pairs.length)] = planted;
  else pairs.push(...Array.from({ length: random.chance(0.05) ? 500 : 1 }, () => planted));
  return `${path}?${pairs.join("&")}`;
}

const headerNames = [
  "accept",
  "accept-language",
  "content-type",
  "content-encoding",
  "cookie",
  "if-match",
  "range",
  "x-account-id",
  "x-forwarded-for",
  "prefer",
  "idempotency-key",
  "__proto__",
  "constructor",
  "standin-fault",
];

function mutateHeaders(headers: Sent["headers"], random: Random): Sent["headers"] {
  const value = Buffer.from(random.pick(hostileTexts))
    .toString("latin1")
    .replaceAll(/\p{Cc}/gu, "?");
  const at = random.below(headers.length);
  if (random.chance(0.4) && at > 0) return headers.map((header, index) => (index === at ? [header[0], value] : header));
  if (random.chance(0.2) && at > 0) return headers.filter((_, index) => index !== at);
  const types = [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "application/json; charset=utf-16",
    "gzip",
    "br",
    "*/*;q=0",
    "a/b;q=",
    ";",
  ];
  return [...headers, [random.pick(headerNames), random.chance(0.5) ? value : random.pick(types)]];
}

function mutateBody(body: string | undefined, random: Random): string {
  const parsed = parse(body);
  const text = JSON.stringify(mutateJson(parsed, random)) ?? "";
  return random.chance(0.9) ? text : text.slice(0, random.below(text.length + 1));
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? "{}");
  } catch {
    return body;
  }
}

/** As it is, where a request line can have it. */
function decode(text: string): string {
  const plain = decodeURIComponent(text);
  return /^[!-~]*$/.test(plain) ? plain : text;
}
