import { nameOfCase } from "../../conformance/run.ts";
import { oneLine } from "../../contract/violation.ts";
import { staleText } from "./case-lines.ts";
import type { Report } from "./report.ts";

/** What a run says of itself beside its results: SARIF has notifications for that, each of a kind that the tool describes. */
interface Notice {
  id: keyof typeof kinds;
  text: string;
}

const kinds = {
  baseline: "A failure that is known does fail: otherwise it has to go from the baseline.",
  setup: "What the set-up names is there.",
  archive: "All of what was recorded can be read.",
} as const;

/** The kinds of what a report says so, for the tool's description. */
export function describeNotices(report: Report): object[] {
  return idsOf(report).map((id) => ({ id, shortDescription: { text: kinds[id] } }));
}

/**
 * A run that finds something wrong with an adapter has succeeded. One whose set-up is not true any more, or that could not read
 * all that it was given, has not: it is not good, though it need have no result.
 */
export function toInvocation(report: Report): object {
  const ids = idsOf(report);
  const notices = noticesOf(report).map(({ id, text }) => ({
    descriptor: { id, index: ids.indexOf(id) },
    level: "error",
    message: { text: oneLine(text) },
  }));
  const isOfSetup = report.kind === "suite";
  return {
    executionSuccessful: notices.length === 0,
    toolConfigurationNotifications: isOfSetup ? notices : [],
    toolExecutionNotifications: isOfSetup ? [] : notices,
  };
}

function noticesOf({ cases, problems, kind }: Report): Notice[] {
  const stale = cases.filter(({ status }) => status === "stale");
  return [
    ...stale.map((one): Notice => ({ id: "baseline", text: `${nameOfCase(one)}: ${staleText}` })),
    ...problems.map((text): Notice => ({ id: kind === "suite" ? "setup" : "archive", text })),
  ];
}

function idsOf(report: Report): Notice["id"][] {
  return [...new Set(noticesOf(report).map(({ id }) => id))];
}
