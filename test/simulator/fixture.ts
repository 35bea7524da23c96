import { connect } from "node:net";
import { join } from "node:path";
import {
  type AppOptions,
  createApp,
  type Standin,
  type StandinApp,
  type StartOptions,
  startStandin,
} from "../../src/index.ts";

/** Fictional providers: acme, a task tracker, and zeta, which has words of its own for wrong routes. */
export const providersDir = join(import.meta.dirname, "../fixtures/providers");

export const bearer = { authorization: "Bearer standin-key" };
export const basic = { authorization: `Basic ${Buffer.from("standin-key:").toString("base64")}` };

/** The fictional providers as an application; what Standin has to say about itself is dropped unless `log` takes it. */
export function createFixtureApp(options: AppOptions = {}): StandinApp {
  return createApp({ providersDir, providers: ["acme", "zeta"], log: () => {}, ...options });
}

export function startFixture(options: StartOptions = {}): Promise<Standin> {
  return startStandin({ providersDir, providers: ["acme", "zeta"], log: () => {}, ...options });
}

/** Sends bytes on a socket of its own, and answers all that comes back until the server closes it. */
export function sendRaw(port: number, ...chunks: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.on("data", (data) => received.push(data));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(received).toString("latin1")));
  });
}
