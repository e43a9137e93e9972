import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { FoundClaims } from './found-claims.js';
import type { HeldClaims } from './held-claims.js';
import { readJob, type FoundJob } from './job.js';
import type { RecordQueue } from './record-queue.js';
import type { RedisLink } from './redis/redis-link.js';

/** How long nothing is claimed after an error, in ms. */
const PAUSE_MS = 2000;

/** Maximum number of jobs that are claimed at a time. */
const MAX_CLAIMED = 256;

/** How long Redis waits for a job before it answers that there is none, in ms. */
const WAIT_MS = 5000;

/**
 * Claims jobs, as many as there is room for, and waits for the marker of the queue while there are none. It has its own link, because a
 * command that waits delays all later ones of its connection.
 */
export class JobClaimer {
  private readonly tokenPrefix = randomBytes(9).toString('base64url');
  private readonly stopping = new AbortController();
  private readonly failures = new Map<'claim' | 'wait', unknown>();
  private readonly ended: Promise<void>;
  private tokens = 0;
  /** How many jobs the present claim asks for. */
  private asked = 0;
  /** Set while Redis keeps the connection waiting. */
  private waiting = false;
  private onRoom = (): void => {};

  /** @param onJob receives each job that it has claimed */
  constructor(
    private readonly link: RedisLink,
    private readonly queue: RecordQueue,
    private readonly held: HeldClaims,
    private readonly found: FoundClaims,
    private readonly onJob: (job: FoundJob) => void,
  ) {
    this.ended = this.run();
  }

  /** Why no job can be claimed, if that is so. */
  get failure(): unknown {
    return this.failures.values().next().value;
  }

  /** Returns a token that no other claim has. */
  nextToken(): string {
    this.tokens += 1;
    return `${this.tokenPrefix}:${this.tokens.toString(36)}`;
  }

  /** How many jobs the process can claim in addition to those that may be on their way. */
  get spareRoom(): number {
    return this.stopping.signal.aborted ? 0 : this.room - this.asked;
  }

  /** Called when there may be room for more jobs. */
  claimMore(): void {
    if (this.room > 0) this.onRoom();
  }

  /** Resolves when no claim is in progress. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.onRoom();
    // A claim that is on its way must end, or its jobs would be those of a crashed worker.
    if (this.waiting) this.link.client.disconnect();
    await this.ended;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const again = await this.attempt('claim', () => this.claim());
      if (again !== undefined) await this.attempt('wait', () => this.wait(again));
    }
  }

  /** After an error it rests for a while. */
  private async attempt<Result>(
    what: 'claim' | 'wait',
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      const result = await work();
      this.failures.delete(what);
      return result;
    } catch (error) {
      this.failures.set(what, error);
      await setTimeout(PAUSE_MS, undefined, this.stopping).catch(() => undefined);
      return undefined;
    }
  }

  /** @returns for how long to wait for a job, in ms, or `undefined` if more jobs may be due */
  private async claim(): Promise<number | undefined> {
    await this.hasRoom();
    await this.link.becomesReady(PAUSE_MS);
    if (this.stopping.signal.aborted) return undefined;
    this.asked = Math.min(this.room, MAX_CLAIMED);
    try {
      const [again, jobs] = await this.queue.claim(this.link, this.asked, this.nextToken());
      for (const job of jobs) this.onJob(readJob(job));
      // If it has all that it asked for, more may wait. The script marks jobs that it leaves.
      return jobs.length === this.asked ? undefined : Math.min(again, WAIT_MS);
    } finally {
      this.asked = 0;
    }
  }

  private get room(): number {
    return this.found.isBlocked ? 0 : this.held.room;
  }

  private async hasRoom(): Promise<void> {
    if (this.room > 0) return;
    await new Promise<void>((resolve) => {
      this.onRoom = resolve;
    });
  }

  /** Waits until another process or a tool of BullMQ marks that there are jobs. */
  private async wait(ms: number): Promise<void> {
    // Without room it would take the marker from a process that has some.
    if (this.stopping.signal.aborted || ms <= 0 || this.room <= 0) return;
    this.waiting = true;
    try {
      await this.queue.marked(this.link, ms);
    } finally {
      this.waiting = false;
    }
  }
}
