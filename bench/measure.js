import { load } from "./load.js";
import { median } from "./median.js";
import { startServer } from "./server-process.js";

const loaded = ["standin", "nodeHttp", "express", "prism"];
const started = ["standin", "standinAlone", "prism"];

/** The servers of one provider under load, side by side and in turn, so that what disturbs one disturbs all. */
export async function measureLoad(provider, settings, say) {
  const servers = [];
  try {
    for (const peer of loaded) servers.push(await startServer(peer, provider));
    for (const server of servers) await load(server, { ...settings, seconds: settings.warmUp });
    const rounds = [];
    for (let round = 1; round <= settings.rounds; round++) {
      say(`${provider}: load, round ${round} of ${settings.rounds}`);
      const figures = {};
      for (const server of servers) figures[server.peer] = await load(server, settings);
      rounds.push(figures);
    }
    return summarise(rounds);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** From the start of the process to the first right answer, in turn. */
export async function measureStart(provider, settings, say) {
  const times = Object.fromEntries(started.map((peer) => [peer, []]));
  for (let round = 1; round <= settings.rounds; round++) {
    say(`${provider}: start, round ${round} of ${settings.rounds}`);
    for (const peer of started) {
      const server = await startServer(peer, provider);
      times[peer].push(server.readyMs);
      await server.stop();
    }
  }
  return Object.fromEntries(started.map((peer) => [peer, median(times[peer])]));
}

/** Medians of each figure, the most memory seen, and the medians of how Standin's rate compares within a round. */
function summarise(rounds) {
  const peers = Object.fromEntries(
    loaded.map((peer) => {
      const middle = (figure) => median(rounds.map((round) => round[peer][figure]));
      const resident = rounds.map((round) => round[peer].residentMb);
      return [
        peer,
        {
          rate: middle("rate"),
          p50: middle("p50"),
          p99: middle("p99"),
          cpuMicros: middle("cpuMicros"),
          residentMb: resident.includes(null) ? null : Math.max(...resident),
          ratio: median(rounds.map((round) => round.standin.rate / round[peer].rate)),
        },
      ];
    }),
  );
  return peers;
}
