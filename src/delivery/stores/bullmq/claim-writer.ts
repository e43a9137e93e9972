import { steadyNow } from '../../../common/steady-now.js';
import type { Death } from '../../port/dead-record.js';
import type { Progress } from '../../port/progress.js';
import type { ResolvedBullMqOptions } from './bullmq.options.js';
import { claimArguments, progressData, replayData, type JobClaim, type LockedJob } from './job.js';
import type { RedisClient } from './redis/redis-client.js';
import type { Script } from './redis/script.js';
import { COMPLETE, MAKE_DEAD_LETTER, RELEASE, RESCHEDULE, SAVE, SET_ASIDE } from './scripts/lua-scripts.js';

/** Writes the results of claims. If a claim was lost, a write resolves with `false` and changes nothing. */
export class ClaimWriter {
  /**
   * @param client returns the client that writes
   * @param base what the names of the queue's keys start with
   */
  constructor(
    private readonly client: () => RedisClient,
    private readonly base: string,
    private readonly options: ResolvedBullMqOptions,
  ) {}

  async complete(claim: JobClaim): Promise<boolean> {
    const dedupeMs = Math.max(this.options.dedupeWindowMs, claim.record.rememberMs ?? 0);
    return (await this.run(COMPLETE, claim, dedupeMs)) === 1;
  }

  async reschedule(claim: JobClaim, dueAt: number, progress: Progress): Promise<boolean> {
    const delayMs = Math.max(0, Math.ceil(dueAt - steadyNow()));
    const args = [Date.now() + delayMs, delayMs, progressData(progress, claim)];
    return (await this.run(RESCHEDULE, claim, ...args)) === 1;
  }

  async save(claim: JobClaim, progress: Progress): Promise<boolean> {
    return (await this.run(SAVE, claim, progressData(progress, claim))) === 1;
  }

  /** @returns the reply of the script: `RecordQueue.reportExpired` reads it */
  makeDeadLetter(claim: JobClaim, death: Death): Promise<unknown> {
    const { max, maxAgeMs } = this.options.deadLetters;
    const args = [JSON.stringify(death), death.error, death.attempts, max, maxAgeMs];
    return this.run(MAKE_DEAD_LETTER, claim, replayData(death.handlers), ...args);
  }

  async release(claim: JobClaim): Promise<void> {
    await this.run(RELEASE, claim);
  }

  async setAside(job: LockedJob, reason: string): Promise<void> {
    await this.run(SET_ASIDE, job, reason);
  }

  private run(script: Script, job: LockedJob, ...args: (string | number)[]): Promise<unknown> {
    return script.run(this.client(), this.base, ...claimArguments(job), ...args);
  }
}
