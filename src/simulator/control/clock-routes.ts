import type { Clock } from "../clock.ts";
import { type ClockChange, type ClockReading, membersOf, readAdvance, readClock } from "../clock-setting.ts";
import { defaultTenant } from "../tenancy.ts";
import { readClockBody } from "./clock-body.ts";
import type { ControlContext, ControlRequest, ControlRoute } from "./routes.ts";

interface ProviderReading extends ClockReading {
  provider: string;
}

export const clockRoutes: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/clock",
    parameters: ["tenant", "provider"],
    answer: (context, request) => readClocks(context, request),
  },
  {
    method: "PUT",
    path: "/clock",
    parameters: ["tenant", "provider"],
    answer(context, request) {
      const { tenant = defaultTenant, provider } = request.parameters;
      const addressed = provider === undefined ? context.providers.map(({ id }) => id) : [provider];
      return change(context, request, readClockBody(request.body, tenant, addressed));
    },
  },
  {
    method: "POST",
    path: "/clock/advance",
    parameters: ["tenant", "provider"],
    answer(context, request) {
      const advance = readAdvance(membersOf(request.body, ["by"], '{"by": "90s"}').by);
      return change(context, request, () => advance);
    },
  },
];

/** Does it to all clocks, or to none. */
async function change(
  context: ControlContext,
  request: ControlRequest,
  changeOf: (provider: string) => ClockChange,
): Promise<unknown> {
  // Looked at first: what is refused makes no tenant.
  for (const [provider, clock] of await clocksOf(context, request, "peek")) changeOf(provider).verify(clock);
  for (const [provider, clock] of await clocksOf(context, request, "load")) changeOf(provider).apply(clock);
  return readClocks(context, request);
}

/** A tenant has a clock at each provider: where they differ, the one that is ahead speaks for all. */
async function readClocks(context: ControlContext, request: ControlRequest): Promise<unknown> {
  const providers: ProviderReading[] = [];
  for (const [provider, clock] of await clocksOf(context, request, "peek"))
    providers.push({ provider, ...readClock(clock) });
  const [ahead] = [...providers].sort((a, b) => b.now.localeCompare(a.now));
  const { tenant = defaultTenant } = request.parameters;
  return { tenant, mode: ahead?.mode, now: ahead?.now, providers };
}

async function clocksOf(
  { providers, store }: ControlContext,
  { parameters: { tenant = defaultTenant, provider } }: ControlRequest,
  had: "load" | "peek",
): Promise<[string, Clock][]> {
  const clocks: [string, Clock][] = [];
  for (const { id } of providers) {
    if (provider === undefined || provider === id) clocks.push([id, (await store[had](id, tenant)).clock]);
  }
  return clocks;
}
