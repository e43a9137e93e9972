import { steadyNow } from '../../../common/time/steady-now.js';
import type { Death } from '../../port/dead-record.js';
import type { Progress } from '../../port/progress.js';
import type { ResolvedBullMqOptions } from './bullmq.options.js';
import {
  claimArguments,
  progressData,
  replayData,
  summaryData,
  type JobClaim,
  type LockedJob,
} from './job.js';
import { GroupedCalls } from '../grouped-calls.js';
import type { RedisLink } from './redis/redis-link.js';
import type { Script } from './redis/script.js';
import { COMPLETE, MAKE_DEAD_LETTER, RELEASE, RESCHEDULE, SAVE, SET_ASIDE } from './scripts/lua-scripts.js';

/** Writes the results of claims. If a claim was lost, a write resolves with `false` and changes nothing. */
export class ClaimWriter {
  private readonly completions = new GroupedCalls((claims: readonly (string | number)[][]) =>
    this.completeAll(claims),
  );

  /**
   * @param link returns the link that writes
   * @param keys the keys of the queue's scripts
   */
  constructor(
    private readonly link: () => RedisLink,
    private readonly keys: readonly string[],
    private readonly options: ResolvedBullMqOptions,
  ) {}

  async complete(claim: JobClaim): Promise<boolean> {
    const dedupeMs = Math.max(this.options.dedupeWindowMs, claim.record.rememberMs ?? 0);
    const args = [...claimArguments(claim), dedupeMs];
    return (await this.completions.run(args, 0)) === 1;
  }

  async reschedule(claim: JobClaim, dueAt: number, progress: Progress): Promise<boolean> {
    const delayMs = Math.max(0, Math.ceil(dueAt - steadyNow()));
    return (await this.run(RESCHEDULE, claim, delayMs, progressData(progress, claim))) === 1;
  }

  async save(claim: JobClaim, progress: Progress): Promise<boolean> {
    return (await this.run(SAVE, claim, progressData(progress, claim))) === 1;
  }

  /** @returns the reply of the script: `RecordQueue.reportExpired` reads it */
  makeDeadLetter(claim: JobClaim, death: Death): Promise<unknown> {
    const { max, maxAgeMs } = this.options.deadLetters;
    const args = [JSON.stringify(death), death.error, death.attempts, max, maxAgeMs];
    return this.run(MAKE_DEAD_LETTER, claim, replayData(death.handlers), summaryData(claim.record), ...args);
  }

  async release(claim: JobClaim): Promise<void> {
    await this.run(RELEASE, claim);
  }

  async setAside(job: LockedJob, reason: string): Promise<void> {
    await this.run(SET_ASIDE, job, reason);
  }

  private async completeAll(claims: readonly (string | number)[][]): Promise<unknown[]> {
    const args = claims.flat();
    const reply = await this.link().use((client) => COMPLETE.run(client, this.keys, ...args));
    return Array.isArray(reply) ? reply : [];
  }

  private run(script: Script, job: LockedJob, ...args: (string | number)[]): Promise<unknown> {
    return this.link().use((client) => script.run(client, this.keys, ...claimArguments(job), ...args));
  }
}
