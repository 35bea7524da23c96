import type { Context, Reply } from "../../src/define.ts";

/** The envelope of every success, a creation among them. */
export function success(content: Readonly<Record<string, unknown>> = {}): Reply {
  return { status: 200, body: { success: true, ...content } };
}

/** The vendor's timestamps, as in the reference page's example: UTC, whole seconds. */
export function timestamp(context: Context<unknown>): string {
  return `${context.clock.now().toISOString().slice(0, -".000Z".length)}Z`;
}
