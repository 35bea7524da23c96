import type { Sources } from "../define.ts";

/** Where the seeded generators stand: who is set to it goes on as the one that it was taken from. */
export interface SourcePositions {
  /** Of the ids, 32 hex digits. */
  ids: string;
  /** Of chance, 32 hex digits. */
  random: string;
}

/** Ids and chance, with a position that can be kept. */
export interface SeededSources extends Pick<Sources, "nextId" | "random"> {
  read(): SourcePositions;
  set(positions: Partial<SourcePositions>): void;
}

/** What a position is written as. */
export const positionForm = /^[0-9a-f]{32}$/;

/** Ids and chance from a seed: the same text gives the same sequence. The two do not disturb each other. */
export function createSources(seed: string): SeededSources {
  const chance = createGenerator(`${seed}/random`);
  const identity = createGenerator(`${seed}/id`);
  return {
    random: () => chance.next() / 0x1_0000_0000,
    nextId: () => formatUuid(identity.next(), identity.next(), identity.next(), identity.next()),
    read: () => ({ ids: identity.read(), random: chance.read() }),
    set({ ids, random }) {
      if (ids !== undefined) identity.set(ids);
      if (random !== undefined) chance.set(random);
    },
  };
}

/** Others that go on as these do. */
export function copySources(sources: SeededSources): SeededSources {
  const copy = createSources("");
  copy.set(sources.read());
  return copy;
}

interface Generator {
  /** 32 random bits. */
  next(): number;
  read(): string;
  set(position: string): void;
}

/** sfc32. */
function createGenerator(seed: string): Generator {
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
  return {
    next,
    read: () => [a, b, c, counter].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join(""),
    set(position) {
      const word = (index: number) => Number.parseInt(position.slice(index * 8, index * 8 + 8), 16) | 0;
      [a, b, c, counter] = [word(0), word(1), word(2), word(3)];
    },
  };
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
