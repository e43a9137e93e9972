import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import type { CallbackRecord } from '../callback-record.js';
import { deadRecord, type DeadRecord } from '../dead-letter.js';
import type { DeliveryStats } from '../delivery.js';
import { shortId } from '../short-id.js';
import type { CompleteBullMqOptions } from './bullmq.options.js';
import { FORMAT, JOB_OPTIONS, KNOWN_MS, type DeadJob, type RecordJob } from './job.js';
import type { RedisClient } from './redis-clients.js';

/**
 * The records of a registration in Redis: those that wait in one queue, dead letters in another one that has no worker.
 * Which ids are known is in BullMQ's own deduplication keys, `<prefix>:<queue>:de:<id>`. Their value is the id of the
 * job that has the record, in whichever of the queues it is.
 */
export class RecordQueue {
  private readonly waiting: Queue<RecordJob>;
  private readonly dead: Queue<DeadJob>;

  constructor(
    private readonly client: RedisClient,
    private readonly options: CompleteBullMqOptions,
  ) {
    const { queueName, prefix } = options;
    this.waiting = new Queue(queueName, { connection: client, prefix });
    this.dead = new Queue(`${queueName}-dead`, { connection: client, prefix });
    // What is wrong with the connection, the client tells.
    for (const queue of [this.waiting, this.dead]) queue.on('error', () => {});
  }

  /** @returns `false` for a record that is known */
  async add(record: CallbackRecord): Promise<boolean> {
    const jobId = randomUUID();
    const deduplication = { id: shortId(record.id), ttl: KNOWN_MS };
    const job = await this.waiting.add(
      record.command,
      { v: FORMAT, record },
      { ...JOB_OPTIONS, jobId, deduplication },
    );
    // For a duplicate BullMQ gives the job that there is.
    return job.id === jobId;
  }

  /** Keeps a dead letter whose record is not waiting; one that is known is left alone. */
  async bury(dead: DeadRecord): Promise<void> {
    const jobId = randomUUID();
    const key = this.idKey(dead.record);
    if ((await this.client.set(key, jobId, 'PX', KNOWN_MS, 'NX')) === null) return;
    try {
      await this.addDead(jobId, dead);
    } catch (error) {
      await this.client.del(key);
      throw error;
    }
  }

  /** A record was handled: its id is kept for the dedupe window. */
  async settle(record: CallbackRecord): Promise<void> {
    const windowMs = Math.max(this.options.dedupeWindowMs, record.rememberMs ?? 0);
    if (windowMs === 0) await this.client.del(this.idKey(record));
    else await this.client.set(this.idKey(record), 'handled', 'PX', windowMs);
  }

  /** @param jobId of the waiting job, which can then be completed; a second time is no second dead letter */
  async giveUp(jobId: string, dead: DeadRecord): Promise<void> {
    await this.addDead(jobId, dead);
    await this.client.set(this.idKey(dead.record), jobId, 'PX', KNOWN_MS);
  }

  async findDead(id: string): Promise<DeadRecord | undefined> {
    const job = await this.deadJob(id);
    return job && deadRecord(job.data);
  }

  async listDead(limit: number): Promise<DeadRecord[]> {
    const jobs = await this.dead.getJobs(['wait'], 0, limit - 1, true);
    return jobs.map(({ data }) => deadRecord(data));
  }

  /** @returns `false` when there is no dead letter of that id */
  async revive(id: string): Promise<boolean> {
    const job = await this.deadJob(id);
    if (job === undefined) return false;
    const { record } = job.data;
    // Of that name there is one at a time, however many ask for it; and if it dies at once, it is not the one removed here.
    await this.waiting.add(
      record.command,
      { v: FORMAT, record },
      { ...JOB_OPTIONS, jobId: `${job.id}-replayed` },
    );
    await this.dead.remove(String(job.id));
    return true;
  }

  /** @returns `false` when there is no dead letter of that id */
  async discard(id: string): Promise<boolean> {
    const job = await this.deadJob(id);
    if (job === undefined) return false;
    await this.client.del(this.idKey(job.data.record));
    return (await this.dead.remove(String(job.id))) === 1;
  }

  async stats(): Promise<DeliveryStats> {
    const [pending, dead] = await Promise.all([
      this.waiting.getJobCountByTypes('wait', 'active', 'delayed'),
      this.dead.getJobCountByTypes('wait'),
    ]);
    return { pending, dead };
  }

  async close(): Promise<void> {
    await Promise.all([this.waiting.close(), this.dead.close()]);
  }

  private async addDead(jobId: string, dead: DeadRecord): Promise<void> {
    await this.dead.add(dead.record.command, { v: FORMAT, ...dead }, { jobId });
  }

  private async deadJob(id: string) {
    const jobId = await this.waiting.getDeduplicationJobId(shortId(id));
    return jobId === null ? undefined : this.dead.getJob(jobId);
  }

  /** A key beside those of the queue. */
  keyOf(name: string): string {
    return this.waiting.toKey(name);
  }

  private idKey({ id }: CallbackRecord): string {
    return this.keyOf(`de:${shortId(id)}`);
  }
}
