import type { IncomingMessage } from "node:http";
import { splitTarget } from "./split-target.ts";

/** How clients reach the stand-ins where an application of the user's own has them below a path, or speaks TLS. */
export interface Mount {
  protocol: string;
  /** What stands before the provider's name: empty, or such as "/vendors". */
  path: string;
}

export const noMount: Mount = { protocol: "http", path: "" };

/** Note: Express gives a request both, of a server of our own it has neither. */
export function mountOf(request: IncomingMessage): Mount {
  const { protocol, baseUrl: path } = request as IncomingMessage & { protocol?: string; baseUrl?: string };
  return protocol === undefined || path === undefined ? noMount : { protocol, path };
}

/** The host that the client asks, with the port where it names one. */
export function hostOf({ url, headers }: IncomingMessage): string | undefined {
  return splitTarget(url as string, headers.host)[0];
}

/** Where the client has reached the stand-ins, such as "http://127.0.0.1:4010". */
export function originOf(request: IncomingMessage): string {
  const { protocol, path } = mountOf(request);
  return `${protocol}://${hostOf(request) ?? "localhost"}${path}`;
}
