/** What Standin has to reach on every provider, with the figure that tells. */
const targets = [
  {
    text: "at least half of the rate of node:http without checks",
    figure: ({ load }) => load.nodeHttp.ratio,
    holds: (ratio) => ratio >= 0.5,
    format: formatRatio,
    worst: Math.min,
  },
  {
    text: "faster than Express 5 without checks",
    figure: ({ load }) => load.express.ratio,
    holds: (ratio) => ratio > 1,
    format: formatRatio,
    worst: Math.min,
  },
  {
    text: "at least 10 times the rate of prism mock",
    figure: ({ load }) => load.prism.ratio,
    holds: (ratio) => ratio >= 10,
    format: formatRatio,
    worst: Math.min,
  },
  {
    text: "ready in at most a quarter of prism mock's time, one provider",
    figure: ({ start }) => start.standinAlone / start.prism,
    holds: (share) => share <= 0.25,
    format: formatRatio,
    worst: Math.max,
  },
  {
    text: "ready in at most a quarter of prism mock's time, all providers against its one",
    figure: ({ start }) => start.standin / start.prism,
    holds: (share) => share <= 0.25,
    format: formatRatio,
    worst: Math.max,
  },
  {
    text: "below 100 MB resident after load, all providers served",
    figure: ({ load }) => load.standin.residentMb,
    holds: (megabytes) => megabytes < 100,
    format: (megabytes) => `${megabytes.toFixed(0)} MB`,
    worst: Math.max,
  },
];

/** Each target with its worst figure over the providers, and whether that is good enough. */
export function judge(results) {
  return targets.map(({ text, figure, holds, format, worst }) => {
    const figures = results.map(figure).filter((value) => value !== null);
    if (figures.length === 0) return { text, pass: null, worst: null, shown: "not measured on this system" };
    const value = worst(...figures);
    const provider = results.find((result) => figure(result) === value).provider;
    return { text, pass: holds(value), worst: value, shown: `${format(value)} at worst (${provider})` };
  });
}

function formatRatio(ratio) {
  return ratio.toFixed(2);
}
