import { request as openRequest } from "node:http";
import { fromInteraction } from "../../src/cli/archive/interaction.ts";
import type { Headers } from "../../src/exchange.ts";
import type { Standin } from "../../src/index.ts";
import type { Interaction } from "./interaction.ts";

export interface Answer {
  status: number;
  headers: Headers;
  /** Names and values in turn, as they came. */
  rawHeaders: string[];
  text: string;
}

/** Sends an interaction's request to the stand-in, its path and query untouched. */
export function send(standin: Standin, provider: string, interaction: Interaction, headers: Headers): Promise<Answer> {
  const { method, url, body: text } = fromInteraction(interaction).request;
  const path = url.replace(/^https?:\/\/[^/]*/, `/${provider}`);
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(
      {
        host: "127.0.0.1",
        port: standin.port,
        path,
        method,
        headers: { ...headers, ...(text === undefined ? {} : { "content-length": Buffer.byteLength(text) }) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Headers,
            rawHeaders: response.rawHeaders,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(text);
  });
}
