const names = [
  ...["call-sites", "descriptors", "driven-call", "driven-sockets", "driven-timers", "exits", "loose-errors"],
  ...["printed", "undici-limits", "virtual-time"],
];
/** They put timers, dates, HTTP clients, output and exits in the place of the platform's, which ends with the thread alone. */
const ofThePlatform = names.map((name) => `src/conformance/${name}.ts`);

/** Whether some of them are to be mutated by themselves. Note: with all files at once there would be no end to it. */
export const isOfThePlatform = (process.env.MUTATED_FILES?.split(",") ?? []).some((file) =>
  ofThePlatform.includes(file.replace(/:[\d-]+$/, "")),
);
