import { createMemo } from "../../contract/memo.ts";

/** What stands before the path of a URL. */
export interface Origin {
  /** With its colon. */
  protocol: string;
  /** With the port, where it is not the protocol's own. */
  host: string;
  hostname: string;
}

/** Undefined for what is no absolute URL. Note: archives name few origins, each in many URLs, which are slow to parse. */
export function originOf(url: string): Origin | undefined {
  const [start] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\\s]+(?=[/?#]|$)/i.exec(url) ?? [];
  return start === undefined ? parse(url) : parseStart(start);
}

const parseStart = createMemo(parse);

function parse(url: string): Origin | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, hostname } = new URL(url);
  return { protocol, host, hostname };
}
