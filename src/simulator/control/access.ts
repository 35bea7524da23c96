import type { IncomingMessage } from "node:http";
import { isLoopback } from "../is-loopback.ts";
import { mountOf } from "../mount.ts";

/**
 * Why the control API does not answer a request; undefined when it may. It answers this machine only, and no web page:
 * a page may send requests here by a name of its own that points at loopback (DNS rebinding) or from another origin.
 * `listening` is the host that the server was started on.
 */
export function refuseAccess(request: IncomingMessage, listening: string | undefined): string | undefined {
  const { remoteAddress } = request.socket;
  if (remoteAddress !== undefined && !isLoopback(remoteAddress)) {
    return `The control API answers this machine only, not ${remoteAddress}.`;
  }
  const { host = "", origin } = request.headers;
  const name = host.toLowerCase().replace(/:\d+$/, "");
  if (!isLoopback(name) && name !== listening?.toLowerCase()) {
    return `The control API does not answer to the host "${host}". Ask for it as localhost, 127.0.0.1 or [::1].`;
  }
  if (origin !== undefined && origin.toLowerCase() !== `${mountOf(request).protocol}://${host.toLowerCase()}`) {
    return `The control API does not answer pages of another origin, such as "${origin}".`;
  }
  return undefined;
}
