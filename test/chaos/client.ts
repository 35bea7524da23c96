import { Agent } from "node:http";
import { type FaultKind, faultKinds } from "../../src/simulator/faults/fault.ts";
import { createSources } from "../../src/simulator/sources.ts";
import { control, type Received, send, type Work } from "./works.ts";

export interface ClientSettings {
  url: string;
  work: Work;
  tenant: string;
  /** Its own choices come from it. */
  seed: string;
  /** In milliseconds, by performance.now(). */
  until: number;
  /** Only `after-commit` and `delay` are armed: what is sent is kept, whatever comes back. */
  onlyLoses: boolean;
  /** For control requests. */
  controls: Agent;
  /** Is told of what must not be. */
  complain: (problem: string) => void;
}

export interface ClientReport {
  tenant: string;
  provider: string;
  /** Requests to the provider. */
  sent: number;
  broken: number;
  acknowledged: number;
  hits: Partial<Record<FaultKind, number>>;
}

/** After so many writes what is kept is held against what was written, and the tenant begins again. */
const writesBetweenResets = 100;

/**
 * One client with one connection and a tenant of its own: writes, reads, arms faults and limits and sets its clock, as chance
 * has it, and knows at any time what the stand-in must have kept.
 */
export async function runClient(settings: ClientSettings): Promise<ClientReport> {
  const { url, work, tenant, onlyLoses, controls, complain } = settings;
  const { random } = createSources(settings.seed);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const report: ClientReport = { tenant, provider: work.provider, sent: 0, broken: 0, acknowledged: 0, hits: {} };
  const ask = (method: string, path: string, body?: unknown) =>
    control<{ items: { kind: FaultKind; hits: number }[] }>(url, controls, method, `${path}?tenant=${tenant}`, body);
  const headers = work.headers(tenant);
  let armed: { kind: FaultKind; status?: number; reply?: { status: number } }[] = [];
  let writes = 0;
  /** What must be kept: of a work that adds every text, of another the one that is last. */
  let kept: string[] = [];
  /** What may be kept beside that: nobody told the client. */
  let possible: string[] = [];

  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const isArmed = (...kinds: FaultKind[]) => armed.some(({ kind }) => kinds.includes(kind));

  function judge(received: Received, asked: string): void {
    if (received === undefined) {
      report.broken++;
      if (armed.length === 0) complain(`${tenant}: ${asked} broke without a fault`);
      return;
    }
    const { status, text } = received;
    const problem = received.headers["standin-problem"];
    if (problem !== undefined) complain(`${tenant}: ${asked} was answered in Standin's voice: ${text}`);
    if (status >= 500 && !armed.some((fault) => (fault.status ?? fault.reply?.status) === status))
      complain(`${tenant}: ${asked} was answered ${status} without a fault: ${text}`);
    const stranger = textsIn(text).find((one) => !one.startsWith(`${tenant}:`));
    if (stranger !== undefined) complain(`${tenant}: ${asked} shows ${stranger}`);
  }

  async function write(): Promise<void> {
    const text = `${tenant}:${++writes}:`;
    report.sent++;
    const received = await send(url, work.write(text), headers, agent);
    judge(received, `write ${text}`);
    const isAcknowledged = received !== undefined && received.status < 300;
    if (isAcknowledged) report.acknowledged++;
    if (isAcknowledged || (received === undefined && onlyLoses)) {
      kept = work.adds ? [...kept, text] : [text];
      if (!work.adds) possible = [];
    } else if (received === undefined) possible.push(text);
  }

  async function read(): Promise<void> {
    if (work.read === undefined) return;
    report.sent++;
    const received = await send(url, work.read, headers, agent);
    judge(received, "a read");
    const isExact = !isArmed("stale-read", "invalid-response", "variant", "status", "reply");
    if (work.adds || received === undefined || received.status !== 200 || !isExact) return;
    const [shown] = textsIn(received.text);
    const isKnown = shown === undefined ? kept.length === 0 : [...kept, ...possible].includes(shown);
    if (!isKnown) complain(`${tenant}: a read shows ${shown}, and ${kept} was written, perhaps ${possible}`);
  }

  async function arm(): Promise<void> {
    for (const { kind, hits } of (await ask("GET", "/faults")).items)
      report.hits[kind] = (report.hits[kind] ?? 0) + hits;
    // What reads answer wrongly needs a provider that has some.
    const able = faultKinds.filter((kind) => kind !== "stale-read" || work.read !== undefined);
    const kinds: readonly FaultKind[] = onlyLoses ? ["after-commit", "delay"] : able;
    const faults = Array.from({ length: whole(0, 4) }, () => draw(pick(kinds)));
    armed = faults as typeof armed;
    await ask("PUT", "/faults", { faults });
  }

  function draw(kind: FaultKind): object {
    return {
      provider: work.provider,
      kind,
      ...(kind === "status" ? { status: pick(work.refusals) } : {}),
      ...(kind === "reply" ? { reply: { status: 503, body: { planned: true } } } : {}),
      ...(kind === "delay" || kind === "slow-drip" ? { delay: `${whole(1, 20)}ms` } : {}),
      ...(kind === "stale-read" ? { delay: `${whole(1, 10)}s` } : {}),
      ...(random() < 0.5 ? { probability: 0.1 + random() / 2 } : { times: whole(1, 5) }),
      ...(random() < 0.3 ? { after: whole(0, 3) } : {}),
      ...(random() < 0.3 ? { ttl: `${whole(1, 30)}s` } : {}),
    };
  }

  async function limit(): Promise<void> {
    const limits = work.limits.map((name) => ({
      provider: work.provider,
      name,
      requests: whole(5, 50),
      window: "10s",
    }));
    await ask("PUT", "/limits", { limits: random() < 0.5 ? limits : [] });
  }

  async function setClock(): Promise<void> {
    const setting = pick([{ mode: "stepped" }, { mode: "frozen" }, { mode: "shifted", now: "2030-01-01T00:00:00Z" }]);
    await ask("PUT", "/clock", setting);
    await ask("POST", "/clock/advance", { by: `${whole(0, 100)}s` });
  }

  /** Holds what is kept against what was written. */
  async function verify(): Promise<void> {
    const { state } = await control<{ state: unknown }>(
      url,
      controls,
      "GET",
      `/state/${work.provider}?tenant=${tenant}`,
    );
    const found = textsIn(JSON.stringify(state));
    const stranger = found.find((one) => !one.startsWith(`${tenant}:`));
    if (stranger !== undefined) complain(`${tenant}: its state has ${stranger}`);
    const lost = kept.filter((text) => !found.includes(text));
    const isReplaced = !work.adds && found.some((text) => possible.includes(text));
    if (lost.length > 0 && !isReplaced) complain(`${tenant}: ${lost} is lost, its state has ${found}`);
    const unknown = found.find((text) => !kept.includes(text) && !possible.includes(text));
    if (unknown !== undefined) complain(`${tenant}: its state has ${unknown}, which was refused or replaced`);
  }

  async function beginAgain(): Promise<void> {
    await verify();
    await arm();
    await control(url, controls, "POST", `/reset?tenant=${tenant}`);
    [kept, possible, armed] = [[], [], []];
  }

  while (performance.now() < settings.until) {
    const choice = random();
    if (choice < 0.08) await arm();
    else if (choice < 0.09 && !onlyLoses) await limit();
    else if (choice < 0.1) await setClock();
    else if (choice < 0.6) await write();
    else await read();
    if (writes > 0 && writes % writesBetweenResets === 0 && kept.length + possible.length > 0) await beginAgain();
  }
  await verify();
  await arm();
  agent.destroy();
  return report;
}

/** Every text that clients have written, as "TENANT:NUMBER:". */
export function textsIn(text: string): string[] {
  return text.match(/chaos-[0-9]+:[0-9]+:/g) ?? [];
}
