import type { Sources } from "../define.ts";

/** Ids and chance from a seed: the same text gives the same sequence. The two do not disturb each other. */
export function createSources(seed: string): Pick<Sources, "nextId" | "random"> {
  const chance = createGenerator(`${seed}/random`);
  const identity = createGenerator(`${seed}/id`);
  return {
    random: () => chance() / 0x1_0000_0000,
    nextId: () => formatUuid(identity(), identity(), identity(), identity()),
  };
}

/** sfc32: 32 random bits a call. */
function createGenerator(seed: string): () => number {
  let [a, b, c, counter] = hash(seed);
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** Four words of 32 bits from a text, FNV-1a from four bases. */
function hash(text: string): [number, number, number, number] {
  const word = (basis: number) => {
    let value = basis | 0;
    for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    return value;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x243f6a88), word(0xb7e15162)];
}

const hex = Array.from({ length: 0x100 }, (_, value) => value.toString(16).padStart(2, "0"));

function formatUuid(a: number, b: number, c: number, d: number): string {
  const high = (word: number) => `${hex[word >>> 24]}${hex[(word >>> 16) & 0xff]}`;
  const low = (word: number) => `${hex[(word >>> 8) & 0xff]}${hex[word & 0xff]}`;
  const version = low(0x4000 | (b & 0x0fff));
  const variant = low(0x8000 | ((c >>> 16) & 0x3fff));
  return `${high(a)}${low(a)}-${high(b)}-${version}-${variant}-${low(c)}${high(d)}${low(d)}`;
}
