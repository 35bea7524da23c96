import type { IncomingMessage } from "node:http";
import { headersOf } from "../headers-of.ts";
import { isLoopback } from "../is-loopback.ts";
import { hostOf, mountOf } from "../mount.ts";
import { createProblem, type Problem } from "../problem.ts";
import { shorten } from "../refusal.ts";
import { isSameToken } from "./token.ts";

/**
 * Why the control API does not answer a request; undefined when it may. With a token it asks for that and for nothing
 * else: no browser sends a token by itself, so whoever has it may come from anywhere, by any name. Without one it answers
 * this machine only, and no web page: a page may send requests here by a name of its own that points at loopback (DNS
 * rebinding) or from another origin.
 */
export function refuseAccess(request: IncomingMessage, token: string | undefined): Problem | undefined {
  if (token !== undefined) return refuseToken(request, token);
  const detail = refuseStranger(request);
  return detail === undefined ? undefined : createProblem("forbidden", detail);
}

function refuseToken(request: IncomingMessage, token: string): Problem | undefined {
  const { authorization } = headersOf(request);
  const refuse = (detail: string, challenge: string): Problem =>
    createProblem("unauthorized", detail, {}, { "www-authenticate": challenge });
  if (authorization === undefined)
    return refuse("The control API demands its token: authorization: Bearer TOKEN.", "Bearer");
  const given = typeof authorization === "string" ? /^bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
  if (given === undefined)
    return refuse("The header authorization is not of the form: Bearer TOKEN.", 'Bearer error="invalid_request"');
  if (!isSameToken(given, token)) return refuse("This is not the token.", 'Bearer error="invalid_token"');
  return undefined;
}

function refuseStranger(request: IncomingMessage): string | undefined {
  const { remoteAddress, destroyed } = request.socket;
  // A socket of the file system has no address, and neither has one whose client has gone meanwhile, whoever that was.
  if (remoteAddress === undefined ? destroyed : !isLoopback(remoteAddress)) {
    return `The control API answers this machine only, not ${remoteAddress ?? "a client that is gone"}, unless a token is set.`;
  }
  const host = hostOf(request) ?? "";
  const { origin } = request.headers;
  if (!isLoopback(host.replace(/:\d+$/, ""))) {
    return `The control API does not answer to the host "${shorten(host)}" unless a token is set. Ask for it as localhost, 127.0.0.1 or [::1].`;
  }
  if (origin !== undefined && origin.toLowerCase() !== `${mountOf(request).protocol}://${host.toLowerCase()}`) {
    return `The control API does not answer pages of another origin, such as "${shorten(origin)}".`;
  }
  return undefined;
}
