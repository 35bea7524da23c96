import { type ClockChange, membersOf, readSetting } from "../clock-setting.ts";
import { hintAt, Refusal, show } from "../refusal.ts";

const example = '{"mode": "frozen", "now": "2026-03-01T09:00:00Z"}';

/**
 * Reads how to set a tenant's clocks: all alike, or as GET has told them, each for itself. Answers what is to be done at one
 * of the providers whose clocks these are. Throws a Refusal.
 */
export function readClockBody(
  body: unknown,
  tenant: string,
  providers: readonly string[],
): (provider: string) => ClockChange {
  const {
    tenant: named,
    providers: list,
    ...setting
  } = membersOf(body, ["mode", "now", "tenant", "providers"], example);
  if (named !== undefined && named !== tenant)
    throw new Refusal(
      "clock",
      `tenant is ${show(named)}, and the clock is that of "${tenant}". Leave it out, or name that tenant in the query: ?tenant=NAME.`,
    );
  const all = readSetting(setting);
  if (list === undefined) return () => all;
  if (!Array.isArray(list))
    throw new Refusal("clock", `providers is ${show(list)}. It is a list as GET answers it, or left out.`);
  const own = new Map<string, ClockChange>();
  for (const [index, one] of list.entries())
    inPlace(`providers[${index}]`, () => {
      const [provider, change] = readOwn(one, providers);
      if (own.has(provider)) throw new Refusal("clock", `provider is "${provider}" a second time. Each stands once.`);
      own.set(provider, change);
    });
  // GET tells at the top what the clock that is ahead tells: an edit of that alone would have no effect, and nobody would know.
  const isTold = list.some(({ mode, now }) => mode === setting.mode && now === setting.now);
  if (!isTold && providers.every((provider) => own.has(provider)))
    throw new Refusal(
      "clock",
      "providers sets each clock to something else than mode and now say at the top. Leave providers out to set all alike, have mode and now say the same as one of them, or set one clock alone with ?provider=NAME.",
    );
  return (provider) => own.get(provider) ?? all;
}

function readOwn(value: unknown, providers: readonly string[]): [provider: string, change: ClockChange] {
  const { provider, ...setting } = membersOf(value, ["provider", "mode", "now"], example);
  const known = providers.find((one) => one === provider);
  if (known === undefined)
    throw new Refusal(
      "clock",
      `provider is ${show(provider)}.${hintAt(provider, providers)} Allowed: ${providers.join(", ")}.`,
    );
  return [known, readSetting(setting)];
}

function inPlace<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal("clock", `${place}: ${error.message}`) : error;
  }
}
