import { isIP } from "node:net";

/** Whether a host by its name, or a machine by its address, is this one. An IPv6 address may stand in brackets. */
export function isLoopback(host: string): boolean {
  const address = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/^::ffff:/, "");
  // Note: a name may begin with 127 and lead anywhere.
  return isIP(address) === 4 ? address.startsWith("127.") : address === "localhost" || address === "::1";
}
