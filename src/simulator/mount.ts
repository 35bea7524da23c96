import type { IncomingMessage } from "node:http";

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

/** Where the client has reached the stand-ins, such as "http://127.0.0.1:4010". */
export function originOf(request: IncomingMessage): string {
  const { protocol, path } = mountOf(request);
  return `${protocol}://${request.headers.host ?? "localhost"}${path}`;
}
