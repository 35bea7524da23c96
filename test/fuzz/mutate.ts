import type { Random } from "../generate/random.ts";
import { hostileTexts, hostileValues } from "./hostile.ts";

/** What means something to an HTTP parser. */
const tokens: readonly string[] = [
  ..."\r\n|\r|\n|\r\n\r\n|:|: | |\t|\0|,|;|=|?|#|%|/|//|..|@|[|]|\x0b|\x7f|\x80|\xff".split("|"),
  "HTTP/1.1",
  "HTTP/1.0",
  "HTTP/9.9",
  "GET ",
  "HEAD ",
  "OPTIONS * ",
  "CONNECT a:1 ",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "Content-Length: 5\r\n",
  "Content-Length: -1\r\n",
  "Content-Length: 99999999999\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Transfer-Encoding: gzip, chunked\r\n",
  "Content-Encoding: gzip\r\n",
  "Content-Encoding: br, deflate\r\n",
  "Content-Type: application/json; charset=utf-7\r\n",
  "Expect: 100-continue\r\n",
  "Expect: nothing\r\n",
  "Connection: close\r\n",
  "Connection: Upgrade\r\nUpgrade: h2c\r\n",
  "Host: a\r\n",
  "Host: api.weeek.net\r\n",
  "__proto__: a\r\n",
  "5\r\nhello\r\n0\r\n\r\n",
  "ffffffff\r\n",
  "0\r\n\r\n",
];

/** The bytes with some of them changed, cut, doubled, or something planted among them. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(mutated.length + 1);
    const end = Math.min(mutated.length, at + random.below(16));
    const [before, middle, after] = [mutated.subarray(0, at), mutated.subarray(at, end), mutated.subarray(end)];
    const change = random.below(7);
    if (change === 0) mutated = Buffer.concat([before, after]);
    else if (change === 1) mutated = Buffer.concat([before, middle, middle, after]);
    else if (change === 2)
      mutated = Buffer.concat([before, Buffer.from([random.below(256)]), mutated.subarray(at + 1)]);
    else if (change === 3) mutated = before;
    else mutated = Buffer.concat([before, Buffer.from(random.pick(tokens), "latin1"), change === 4 ? middle : after]);
  }
  return mutated;
}

/** Something like a request, of parts that are each right, odd or wrong. */
export function malformedRequest(random: Random): Buffer {
  const methods = [
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "get",
    "",
    "G\0T",
    "M-SEARCH",
  ];
  const targets = [
    "/",
    "*",
    "/weeek/public/v1/ws/tags",
    "http://[::1",
    "//",
    "/%",
    `/${"a/".repeat(500)}`,
    "",
    "a:1",
    "?",
    "/\xff",
  ];
  const versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.11", "http/1.1", "", "ICE/1.0"];
  const ends = ["\r\n", "\r\n", "\r\n", "\n", "\r", ""];
  const headers = Array.from({ length: random.below(8) }, () => {
    if (random.chance(0.5)) return random.pick(tokens);
    const colon = random.pick([": ", ":", " : ", "", ":\t"]);
    return `${random.pick(["host", "x-a", "content-length", "authorization", "cookie", "\xe9", ""])}${colon}${random.pick(hostileTexts)}${random.pick(ends)}`;
  });
  const line = [random.pick(methods), random.pick(targets), random.pick(versions)].join(
    random.pick([" ", " ", " ", "  ", "\t"]),
  );
  const body = random.chance(0.5) ? "" : random.pick(tokens).repeat(random.below(20));
  return Buffer.from(`${line}${random.pick(ends)}${headers.join("")}${random.pick(ends)}${body}`, "latin1");
}

export function randomBytes(random: Random): Buffer {
  return Buffer.from(Array.from({ length: 1 + random.below(300) }, () => random.below(256)));
}

/** The bytes in pieces, cut where it is least expected. */
export function cutUp(bytes: Buffer, random: Random): Buffer[] {
  const cuts = Array.from({ length: 1 + random.below(6) }, () => random.below(bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...cuts].map((cut, index) => bytes.subarray(cut, cuts[index] ?? bytes.length));
}

/** A JSON value with something hostile in it. Note: spreading keeps a member `__proto__` as it is; assigning would not. */
export function mutateJson(value: unknown, random: Random): unknown {
  if (random.chance(0.15)) return random.pick(hostileValues);
  if (Array.isArray(value)) {
    const items = value.map((item) => (random.chance(0.4) ? mutateJson(item, random) : item));
    return random.chance(0.3) ? [...items, random.pick(hostileValues)] : items;
  }
  if (typeof value === "object" && value !== null) {
    const kept = Object.entries(value).filter(() => random.chance(0.9));
    const members = kept.map(([name, member]): [string, unknown] => [
      random.chance(0.05) ? random.pick(hostileTexts) : name,
      random.chance(0.4) ? mutateJson(member, random) : member,
    ]);
    if (random.chance(0.2)) members.push([random.pick(hostileTexts), random.pick(hostileValues)]);
    return Object.fromEntries(members);
  }
  return random.chance(0.6) ? random.pick(hostileValues) : value;
}
