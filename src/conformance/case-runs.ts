import { type Aftermath, Disturbed, type Late, lateMs, trialMs } from "./aftermath.ts";
import type { Case } from "./case.ts";
import { addLate, type CaseResult } from "./run.ts";
import type { RunRecord } from "./run-suite.ts";

/** A case that was run, and what came of it so far. */
interface Ran {
  operation: string;
  one: Case;
  result: CaseResult;
  /** By performance.now(): a while after that nothing of it is to come. */
  endedAt: number;
}

/** A case that was run alone: what came of it while it was under way, and what came after its answers. */
interface Trial {
  result: CaseResult;
  lates: readonly Late[];
}

/** Who is told of results. */
export interface ResultListener {
  /** In the order of the cases. */
  settled(result: CaseResult): void;
  /** Something of a case has come when its result had been told. */
  amended(before: CaseResult, result: CaseResult): void;
  /** Whether no case after one with this result counts. */
  endsRun(result: CaseResult): boolean;
}

/**
 * Runs cases one after the other, and holds back each result until nothing of that case is to come: an adapter in another
 * process may die, say more or print its credential when it has answered. What is surely of one case is told there. Of what
 * may be of several, the case that it has spoilt is run again, and then the others, each alone.
 */
export class CaseRuns {
  readonly #record: RunRecord;
  readonly #aftermath: Aftermath | undefined;
  readonly #tell: ResultListener;
  /** Not told yet, in order. */
  #held: Ran[] = [];
  readonly #told: Ran[] = [];
  #unheeded: Late[] = [];
  #hasEnded = false;

  constructor(record: RunRecord, aftermath: Aftermath | undefined, tell: ResultListener) {
    this.#record = record;
    this.#aftermath = aftermath;
    this.#tell = tell;
  }

  /** Answers whether there is more to run. */
  async run(operation: string, one: Case): Promise<boolean> {
    const result = await this.#try(operation, one);
    this.#held.push({ operation, one, result, endedAt: performance.now() });
    await this.#heed();
    if (this.#tell.endsRun(result)) await this.#settle();
    else this.#release(this.#aftermath === undefined ? 0 : lateMs);
    return !this.#hasEnded;
  }

  skip(operation: string, one: Case, reason: string): void {
    this.#held.push({ operation, one, result: this.#record.skipped(operation, one, reason), endedAt: 0 });
  }

  /** Tells what is left. */
  async end(): Promise<void> {
    await this.#settle();
    await this.#aftermath?.end();
    await this.#heed();
  }

  /** The same where the run cannot go on. */
  abandon(): void {
    this.#release(0);
  }

  /** Tells all of which nothing has come for so long, in milliseconds. */
  #release(age: number): void {
    const until = performance.now() - age;
    for (let ran = this.#held[0]; ran !== undefined && ran.endedAt <= until && !this.#hasEnded; ran = this.#held[0]) {
      this.#held.shift();
      this.#told.push(ran);
      this.#tell.settled(ran.result);
      this.#hasEnded = this.#tell.endsRun(ran.result);
    }
  }

  async #settle(): Promise<void> {
    await this.#aftermath?.calm();
    await this.#heed();
    this.#release(0);
  }

  async #try(operation: string, one: Case): Promise<CaseResult> {
    this.#aftermath?.begin(one);
    try {
      return await this.#record.try(operation, one);
    } catch (error) {
      if (!(error instanceof Disturbed) || this.#aftermath === undefined) throw error;
      return this.#tryAgain(operation, one, error.late, this.#aftermath);
    }
  }

  /** What has spoilt a case is its own fault when it comes again in the course of it, and else that of one before. */
  async #tryAgain(operation: string, one: Case, late: Late, aftermath: Aftermath): Promise<CaseResult> {
    const { result, lates } = await this.#tryAlone(operation, one, aftermath);
    if (result.findings.some(({ part, rule }) => part === "adapter" && rule === late.rule))
      return this.#add(result, lates);
    const isOfOthers = await this.#tryCauses(late, aftermath);
    return this.#add(result, isOfOthers || isAmong(late, lates) ? lates : [...lates, inDoubt(late)]);
  }

  /** Runs those that may have caused something again, one by one, and answers whether one of them does. */
  async #tryCauses(late: Late, aftermath: Aftermath): Promise<boolean> {
    let isFound = false;
    for (const ran of this.#held.filter(({ one }) => late.of.includes(one))) {
      const { result, lates } = await this.#tryAlone(ran.operation, ran.one, aftermath);
      if (isAmong(late, lates)) {
        ran.result = this.#add(result, lates);
        isFound = true;
      }
      ran.endedAt = 0;
    }
    return isFound;
  }

  async #tryAlone(operation: string, one: Case, aftermath: Aftermath): Promise<Trial> {
    await aftermath.calm();
    aftermath.begin(one);
    const result = await this.#record.try(operation, one);
    await aftermath.calm(trialMs);
    const taken = aftermath.take();
    const isOwn = ({ of }: Late) => of.length === 1 && of[0] === one;
    this.#unheeded.push(...taken.filter((late) => !isOwn(late)));
    return { result, lates: taken.filter(isOwn) };
  }

  /** Gives each thing that came late to the case that it is of. */
  async #heed(): Promise<void> {
    if (this.#aftermath === undefined) return;
    this.#unheeded.push(...this.#aftermath.take());
    for (let late = this.#unheeded.shift(); late !== undefined; late = this.#unheeded.shift()) {
      const isSure = late.of.length === 1;
      if (isSure || !(await this.#tryCauses(late, this.#aftermath))) this.#give(isSure ? late : inDoubt(late));
    }
  }

  #give(late: Late): void {
    const [ran] = [...this.#held, ...this.#told].filter(({ one }) => one === late.of.at(-1)).slice(-1);
    if (ran === undefined) return;
    const before = ran.result;
    ran.result = this.#add(before, [late]);
    if (ran.result !== before && this.#told.includes(ran)) this.#tell.amended(before, ran.result);
  }

  #add(result: CaseResult, lates: readonly Late[]): CaseResult {
    return lates.reduce((sum, late) => addLate(sum, late, this.#record.contract), result);
  }
}

function isAmong({ rule }: Late, lates: readonly Late[]): boolean {
  return lates.some((one) => one.rule === rule);
}

function inDoubt({ rule, message, of }: Late): Late {
  const doubt = "It came in this case or from one just before, and when each was tried alone it did not come again.";
  return { rule, message: `${message} ${doubt}`, of };
}
