import autocannon from "autocannon";

/** In microseconds. */
const bucket = 10;

/**
 * Sends the documented update over kept-alive connections, for a time or so many times. Throws when anything but the documented status
 * comes back: figures of refusals are worth nothing.
 */
export async function load(server, { connections, seconds, amount }) {
  const { method, headers, body, response } = server.update;
  const before = server.usage();
  const latencies = new Uint32Array(200_000);
  const extent = amount === undefined ? { duration: seconds } : { amount };
  const instance = autocannon({ url: server.url, method, headers, body, connections, ...extent });
  const statuses = new Map();
  const started = performance.now();
  let answeredAt = started;
  // Note: autocannon's own latencies are whole milliseconds, and most answers take less than one.
  instance.on("response", (_client, status, _bytes, ms) => {
    answeredAt = performance.now();
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    latencies[Math.min(Math.round((ms * 1000) / bucket), latencies.length - 1)]++;
  });
  const { errors, timeouts } = await instance;
  // Note: autocannon ends, and counts its duration, in whole seconds.
  const elapsed = (answeredAt - started) / 1000;
  const after = server.usage();
  const answers = statuses.get(response.status) ?? 0;
  statuses.delete(response.status);
  if (answers === 0 || errors > 0 || timeouts > 0 || statuses.size > 0) {
    const others = [...statuses].map(([status, count]) => `${count} with status ${status}`).join(", ");
    throw new Error(`${server.url}: ${answers} right answers, ${errors} errors, ${others || "no other answers"}`);
  }
  return {
    rate: answers / elapsed,
    p50: percentile(latencies, answers, 0.5),
    p99: percentile(latencies, answers, 0.99),
    residentMb: after.residentMb,
    cpuMicros: after.cpuSeconds === null ? null : ((after.cpuSeconds - before.cpuSeconds) * 1e6) / answers,
  };
}

/** In milliseconds. */
function percentile(latencies, count, share) {
  let seen = 0;
  const index = latencies.findIndex((here) => {
    seen += here;
    return seen >= count * share;
  });
  return (index * bucket) / 1000;
}
