import { setTimeout as delay, setImmediate } from "node:timers/promises";
import { StandinError } from "../errors.ts";
import { type Aftermath, type Late, lateMs } from "./aftermath.ts";
import type { Driver } from "./driver.ts";
import { DriverProcess } from "./driver-process.ts";
import { PrintedCredentials } from "./printed-credentials.ts";
import type { DriverCommand } from "./process-group.ts";

/** A driver that has failed so many calls and never answered one is no driver. */
const mostFailuresAtStart = 3;

const pauseMs = 5;

/**
 * Calls an adapter in another process, which reads one JSON object a line and answers one a line. It is started at the
 * first call and again after it has died, hung or said what is no answer. Throws SUITE_INVALID when it cannot be started,
 * and when not one of its first calls is answered.
 */
export function createProcessDriver(start: DriverCommand): Driver & { aftermath: Aftermath } {
  /** The last one is asked; what those before it still do is told. */
  const processes: DriverProcess[] = [];
  const credentials = new PrintedCredentials();
  let lates: Late[] = [];
  let current: object = {};
  let count = 0;
  let failures = 0;
  let hasAnswered = false;

  const begin = (): DriverProcess => {
    let before = "";
    const driver = new DriverProcess(start, {
      late: (late) => lates.push(late),
      printed(text) {
        const message = "what the adapter prints has the credential in it";
        for (const owner of credentials.find(before + text))
          lates.push({ rule: "credential-leak", message, of: [owner] });
        before = (before + text).slice(-credentials.overlap);
      },
    });
    processes.push(driver);
    return driver;
  };
  const running = (): DriverProcess => {
    const last = processes.at(-1);
    return last === undefined || last.isOver ? begin() : last;
  };
  const calm = async (ms = lateMs) => {
    while (processes.some((driver) => driver.isRestless(ms))) await delay(pauseMs);
    // What has come meanwhile is read before this.
    await setImmediate();
    await Promise.all(processes.splice(0, processes.length - 1).map((driver) => driver.end()));
    for (const driver of processes) driver.settle();
  };
  const end = async () => void (await Promise.all(processes.splice(0).map((driver) => driver.end())));

  return {
    drivesTime: false,
    open: (place, time) => ({
      async call({ operation, input }) {
        const driver = running();
        const printed = driver.keepPrinted();
        const { baseUrl, credential } = place;
        credentials.add(credential, current);
        const line = { id: ++count, operation, input, baseUrl, credential };
        const answer = await driver.ask(line, current, time.limit);
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
    aftermath: {
      begin(one) {
        current = one;
      },
      calm,
      take() {
        const taken = lates;
        lates = [];
        return taken;
      },
      end,
    },
    close: end,
  };
}
