import { spawn } from "node:child_process";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import type { Answer, Passed } from "./tap.ts";

/** A process of `prism proxy`. */
export interface PrismProxy {
  /** What it says of an exchange, a line each, when it is sent the request and its upstream answers the same again. */
  judge(passed: Passed): Promise<string[]>;
  close(): Promise<void>;
}

const prism = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");

/** Starts one for a contract. It takes paths as the contract writes them, without the base path of its server. */
export async function startPrismProxy(contract: string): Promise<PrismProxy> {
  let answer: Answer | undefined;
  let isAsked = false;
  const upstream = createServer((incoming, outgoing) => {
    isAsked = true;
    incoming.resume();
    if (answer === undefined) return void incoming.socket.destroy();
    outgoing.sendDate = false;
    // A connection that Prism kept could end just when it is used again.
    const headers = [...withoutConnection(answer.headers), "connection", "close"];
    if (answer.isWhole) return void outgoing.writeHead(answer.status, headers).end(answer.body);
    // For ever Prism would wait for what is missing of a length that it was told: what is sent in chunks breaks off as well.
    outgoing.writeHead(answer.status, without(headers, /^content-length$/i)).flushHeaders();
    outgoing.write(answer.body);
    incoming.socket.end();
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const { port } = upstream.address() as AddressInfo;
  const args = [prism, "proxy", contract, `http://127.0.0.1:${port}`, "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const [, listening] = /Prism is listening on (http:\S+)/.exec(line) ?? [];
      if (listening !== undefined) resolve(listening);
    });
    ended.then(() => reject(new Error("prism proxy has ended before it listened")));
  });
  return {
    async judge(passed) {
      answer = passed.answer && asVendor(passed.answer);
      isAsked = false;
      const said = await send(url, passed);
      const found = readViolations(said.headers["sl-violations"]);
      // Where no whole answer came there is none to hand on: that is no opinion of the request.
      if (isAsked && (answer?.isWhole !== true || said.status === answer.status)) return found;
      // What would differ from run to run stays out.
      const title = readTitle(said.text).replaceAll(/http:\/\/[\w.]+:\d+|\b[\d.]+:\d+/g, "…");
      return [...found, `answers ${said.status} by itself: ${title}`];
    },
    async close() {
      child.kill();
      upstream.closeAllConnections();
      await Promise.all([ended, new Promise((resolve) => upstream.close(resolve))]);
    },
  };
}

/**
 * With 501 a stand-in says that it knows no answer of the vendor's: such a path is most likely unknown to the vendor too.
 * Of an upstream that answers 501 Prism says nothing, and that would not be its fault.
 */
function asVendor(answer: Answer): Answer {
  return answer.status === 501 ? { ...answer, status: 404 } : answer;
}

interface Said {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

function send(url: string, { method, path, headers, body }: Passed): Promise<Said> {
  return new Promise((resolve, reject) => {
    // As a path, for a URL would be put right.
    const sent = request(url, { method, path, headers: [...withoutConnection(headers), "connection", "close"] });
    sent.on("error", reject).on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      const { statusCode: status = 0, headers: answered } = response;
      response.on("error", reject).on("end", () => resolve({ status, headers: answered, text }));
    });
    sent.end(body);
  });
}

/** What belongs to one connection is not handed on to the next. */
function withoutConnection(headers: readonly string[]): string[] {
  return without(headers, /^(connection|keep-alive|transfer-encoding)$/i);
}

function without(headers: readonly string[], names: RegExp): string[] {
  return headers.filter((_, index) => !names.test(headers[index & ~1] ?? ""));
}

interface Violation {
  location: string[];
  severity: string;
  code?: string | number;
  message: string;
}

function readViolations(header: string | string[] | undefined): string[] {
  if (header === undefined) return [];
  const text = String(header);
  // Of a long list Prism sends the beginning.
  if (!text.startsWith("[")) return [text.slice(0, text.indexOf("!"))];
  return (JSON.parse(text) as Violation[]).map(
    ({ location, severity, code, message }) =>
      `${severity.toLowerCase()} ${[location.join("."), code].filter(Boolean).join(" ")}: ${message}`,
  );
}

/** A title in what Prism refuses, a message in what its server does. */
function readTitle(text: string): string {
  try {
    const { title, error } = JSON.parse(text) as { title?: string; error?: { message: string } };
    return title ?? error?.message ?? text;
  } catch {
    return text.slice(0, 100);
  }
}
