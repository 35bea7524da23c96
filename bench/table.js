import { peers } from "./peers.js";

/** One Markdown table of what was measured. */
export function formatTable(results) {
  const rows = results.flatMap(({ provider, load, start }) =>
    Object.entries(load).map(([peer, figures]) => [
      provider,
      peers[peer].label,
      figures.rate.toFixed(0),
      peer === "standin" ? "" : `${figures.ratio.toFixed(2)}×`,
      figures.p50.toFixed(2),
      figures.p99.toFixed(2),
      formatNumber(figures.cpuMicros),
      formatNumber(figures.residentMb),
      formatStart(peer, start),
    ]),
  );
  const head = [
    "provider",
    "server",
    "requests/s",
    "Standin's rate to it",
    "p50 ms",
    "p99 ms",
    "CPU µs/request",
    "RSS MB",
    "first answer ms",
  ];
  const rule = ["---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "--:"];
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function formatNumber(value) {
  return value === null ? "" : value.toFixed(0);
}

function formatStart(peer, start) {
  if (start[peer] === undefined) return "";
  const alone = peer === "standin" ? ` (${start.standinAlone.toFixed(0)} for this one alone)` : "";
  return `${start[peer].toFixed(0)}${alone}`;
}
