import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours for a terminal only, unless the environment says otherwise (NO_COLOR, FORCE_COLOR). */
export function colorsFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Colors {
  const wanted = env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : stream.isTTY === true && env.TERM !== "dumb";
  return picocolors.createColors(wanted && !env.NO_COLOR);
}
