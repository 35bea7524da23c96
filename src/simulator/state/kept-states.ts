import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { findJsonProblem } from "../../contract/json-text.ts";
import { StandinError } from "../../errors.ts";
import { show } from "../refusal.ts";
import { tenantName, tenantNameRule } from "../tenancy.ts";
import { isPlainObject } from "./plain-data.ts";

/** The version of the format. */
export const version = 1;

/** Where the state of a tenant stands in a file: that of all of them need not have room in memory. */
export interface KeptState {
  provider: string;
  tenant: string;
  /** From 1 on. */
  line: number;
  /** Of its first byte. */
  at: number;
  /** In bytes. */
  length: number;
}

/** The states in a file, in its order, by provider and tenant. */
export type KeptStates = ReadonlyMap<string, ReadonlyMap<string, KeptState>>;

/** A file of states that is open: a first line that says so, and a state in each line after it. */
export interface KeptFile {
  states: KeptStates;
  /** The line of one of them. Throws where another program has changed the file, or it is closed. */
  read(state: KeptState): Buffer;
  close(): void;
}

/**
 * Opens a file of states and reads it once; others have their turn meanwhile. Throws STATE_INVALID where it is none, and
 * what the system says where it cannot be read.
 */
export async function openKeptFile(file: string, shown: string): Promise<KeptFile> {
  let descriptor: number | undefined = openSync(file, "r");
  const close = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  try {
    const opened = fstatSync(descriptor);
    const states = await readStates(descriptor, shown);
    return {
      states,
      read({ at, length }) {
        if (descriptor === undefined) throw new Error("it is closed");
        const { size, mtimeMs } = fstatSync(descriptor);
        if (size !== opened.size || mtimeMs !== opened.mtimeMs)
          throw new Error("another program has changed it since Standin was started");
        const line = Buffer.allocUnsafe(length);
        for (let done = 0; done < length; ) done += readSync(descriptor, line, done, length - done, at + done);
        return line;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface Line {
  /** From 1 on. */
  number: number;
  at: number;
  bytes: Buffer;
}

/** Some editors begin a file with one. */
const byteOrderMark = /^\ufeff/;
const newline = 0x0a;
const chunkBytes = 64 * 1024;

function* readLines(descriptor: number): Generator<Line> {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let pieces: Buffer[] = [];
  let number = 1;
  let at = 0;
  let position = 0;
  for (let size = readSync(descriptor, chunk, 0, chunkBytes, 0); size > 0; ) {
    const read = chunk.subarray(0, size);
    let start = 0;
    for (let end = read.indexOf(newline); end !== -1; end = read.indexOf(newline, start)) {
      const bytes = Buffer.concat([...pieces, read.subarray(start, end)]);
      yield { number, at, bytes };
      pieces = [];
      number++;
      at += bytes.length + 1;
      start = end + 1;
    }
    pieces.push(Buffer.from(read.subarray(start)));
    position += size;
    size = readSync(descriptor, chunk, 0, chunkBytes, position);
  }
  yield { number, at, bytes: Buffer.concat(pieces) };
}

async function readStates(descriptor: number, shown: string): Promise<KeptStates> {
  const states = new Map<string, Map<string, KeptState>>();
  for (const { number, at, bytes } of readLines(descriptor)) {
    await setImmediate();
    const text = decode(bytes, number, shown);
    if (number === 1 && text.trim() === "")
      throw invalid(`${shown} has nothing in its first line. An empty file can be deleted: Standin makes one. ${form}`);
    if (number === 1) assertHead(parse(text.replace(byteOrderMark, ""), number, shown), shown);
    else if (text.trim() !== "") {
      const { provider, tenant } = requireState(parse(text, number, shown), `${shown}:${number}`);
      const others = states.get(provider) ?? new Map<string, KeptState>();
      states.set(provider, others);
      if (others.has(tenant)) throw invalid(`${shown}:${number}: ${provider} has the tenant "${tenant}" twice.`);
      others.set(tenant, { provider, tenant, line: number, at, length: bytes.length });
    }
  }
  return states;
}

/** Note: what is no UTF-8 would become other characters, and be saved as those. */
function decode(bytes: Buffer, number: number, shown: string): string {
  const text = bytes.toString();
  if (isUtf8(bytes)) return text;
  const decoded = Buffer.from(text);
  const differs = bytes.findIndex((byte, at) => byte !== decoded[at]);
  // A character that is broken off begins before the byte that is missed.
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, differs), { stream: true });
  const byte = bytes[Buffer.byteLength(before)]?.toString(16);
  throw invalid(
    `${shown}:${number}:${before.replace(byteOrderMark, "").length + 1}: the byte 0x${byte} is no text in UTF-8. A file of states is: save it in that encoding.`,
  );
}

function parse(text: string, number: number, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = findJsonProblem(text);
    const reason = problem?.reason ?? (error as Error).message;
    throw invalid(`${shown}:${number}:${problem?.column ?? 1}: ${reason.replace(/\.$/, "")}. ${form}`);
  }
}

const form = `The first line of a file of states is {"standin": "states", "version": ${version}}, and each after it a snapshot with its "scenario" beside, such as "documented".`;

function assertHead(head: unknown, shown: string): void {
  if (!isPlainObject(head) || head.standin !== "states")
    throw invalid(`${shown} is no file of states. ${form} Name another file.`);
  if (head.version !== version)
    throw invalid(
      `${shown} has the version ${show(head.version)}, and this Standin reads ${version}. Name another file.`,
    );
}

function requireState(one: unknown, place: string): { provider: string; tenant: string } {
  if (!isPlainObject(one)) throw invalid(`${place}: a state is ${show(one)}. It is an object.`);
  const { provider, tenant, scenario } = one;
  if (typeof provider !== "string") throw invalid(`${place}: provider is ${show(provider)}. It is a provider's name.`);
  if (typeof tenant !== "string" || !tenantName.test(tenant))
    throw invalid(`${place}: tenant is ${show(tenant)}. It is ${tenantNameRule}.`);
  if (typeof scenario !== "string") throw invalid(`${place}: scenario is ${show(scenario)}. It is a scenario's name.`);
  return { provider, tenant };
}

function invalid(message: string): StandinError {
  return new StandinError("STATE_INVALID", message);
}
