/**
 * The host that a request is meant for, and its path with the query. The absolute form of a target, as clients send it to a
 * proxy, has a host of its own, and the header does not count (RFC 9112, section 3.2.2).
 */
export function splitTarget(target: string, hostHeader: string | undefined): [string | undefined, string] {
  if (target.charCodeAt(0) === slash) return [hostHeader, target];
  const match = /^https?:\/\/([^/?#]*)(.*)$/is.exec(target);
  if (match === null) return [hostHeader, target];
  const rest = match[2] as string;
  return [match[1], rest.startsWith("/") ? rest : `/${rest}`];
}

const slash = 47;
