/** A request as interactions write it down. */
export interface CurlRequest {
  method: string;
  /** Absolute. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** The text to send. */
  body?: string;
}

/** A command that can be pasted into any POSIX shell and sends the request as it is. */
export function formatCurl({ method, url, headers, body }: CurlRequest): string {
  const words = ["curl"];
  if (/[[\]{}]/.test(url)) words.push("--globoff");
  if (method !== (body === undefined ? "GET" : "POST")) words.push("-X", method);
  words.push(quote(url));
  const given = Object.entries(headers);
  for (const [name, value] of given) words.push(...formatHeader(name, value));
  if (body === undefined) return words.join(" ");
  // curl would add a content type of its own.
  if (!given.some(([name]) => name.toLowerCase() === "content-type")) words.push("-H", "'content-type:'");
  return [...words, "--data-raw", quote(body)].join(" ");
}

function formatHeader(name: string, value: string): string[] {
  const basic = name.toLowerCase() === "authorization" ? /^Basic ([A-Za-z0-9+/]+=*)$/.exec(value)?.[1] : undefined;
  if (basic !== undefined) return ["-u", quote(Buffer.from(basic, "base64").toString())];
  // A header without a value has a spelling of its own.
  return ["-H", quote(value === "" ? `${name};` : `${name}: ${value}`)];
}

function quote(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
