import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server at a host that is not the vendor's, where a redirect may lead. */
export interface Elsewhere {
  /** Such as "http://localhost:40123". */
  url: string;
  /** All that came since it was asked the last time: request lines, headers and bodies, as text. */
  take(): string;
  close(): Promise<void>;
}

export async function openElsewhere(): Promise<Elsewhere> {
  let received = "";
  const server = createServer((request, response) => {
    received += `${request.method} ${request.url}\n${request.rawHeaders.join("\n")}\n`;
    request.setEncoding("utf8");
    request.on("data", (text: string) => {
      received += text;
    });
    request.on("end", () => response.setHeader("content-type", "application/json").end("{}"));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = received;
      received = "";
      return taken;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
