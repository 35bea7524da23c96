import { StandinError } from "../errors.ts";
import type { Driver } from "./driver.ts";
import { type DriverCommand, DriverProcess } from "./driver-process.ts";

/** A driver that has failed so many calls and never answered one is no driver. */
const mostFailuresAtStart = 3;

/**
 * Calls an adapter in another process, which reads one JSON object a line and answers one a line. It is started at the
 * first call and again after it has died, hung or said what is no answer. Throws SUITE_INVALID when it cannot be started,
 * and when not one of its first calls is answered.
 */
export function createProcessDriver(start: DriverCommand): Driver {
  let running: DriverProcess | undefined;
  let count = 0;
  let failures = 0;
  let hasAnswered = false;
  const process = (): DriverProcess => {
    if (running === undefined || (running.hasEnded && running.untold === undefined)) running = new DriverProcess(start);
    return running;
  };
  return {
    drivesTime: false,
    open: (place, time) => ({
      async call({ operation, input }) {
        const driver = process();
        const printed = driver.keepPrinted();
        const { baseUrl, credential } = place;
        const answer = await driver.ask({ id: ++count, operation, input, baseUrl, credential }, time.limit);
        if (answer.kind !== "failure") hasAnswered = true;
        else if (!hasAnswered && ++failures >= mostFailuresAtStart)
          throw new StandinError(
            "SUITE_INVALID",
            `The driver has failed ${failures} calls and answered none: ${answer.message}`,
          );
        return { answer, printed: printed() };
      },
      async close() {},
    }),
    close: async () => running?.end(),
  };
}
