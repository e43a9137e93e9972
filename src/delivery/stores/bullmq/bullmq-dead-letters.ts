import type { DeadLetterStore, DeadRecord, DeadSummary, Death } from '../../port/dead-record.js';
import { shortId } from '../../../common/short-id.js';
import { isDeath, isRecordJob, isSummary, replayData } from './job.js';
import type { RecordQueue } from './record-queue.js';
import {
  DISCARD_DEAD_LETTER,
  FIND_DEAD_LETTER,
  LIST_DEAD_LETTERS,
  REPLAY_DEAD_LETTER,
} from './scripts/lua-scripts.js';

/** The dead letters of a queue, from all processes: its failed jobs. */
export class BullMqDeadLetters implements DeadLetterStore {
  constructor(private readonly queue: RecordQueue) {}

  async list(limit: number, after?: string): Promise<DeadSummary[]> {
    const reply = await this.queue.run(LIST_DEAD_LETTERS, limit, after === undefined ? '' : shortId(after));
    if (!Array.isArray(reply)) throw new RangeError(`there is no dead letter ${after}`);
    return reply.flatMap((dead) => {
      const [record, death] = read(dead);
      return isSummary(record) && death !== undefined ? [{ record, ...death }] : [];
    });
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    const [data, death] = read(await this.queue.run(FIND_DEAD_LETTER, shortId(id)));
    return isRecordJob(data) && death !== undefined ? { record: data.record, ...death } : undefined;
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    return (await this.queue.run(REPLAY_DEAD_LETTER, shortId(id), replayData(handlers))) === 1;
  }

  async discard(id: string): Promise<boolean> {
    return (await this.queue.run(DISCARD_DEAD_LETTER, shortId(id))) === 1;
  }
}

/** @param reply the data or the summary of a job, its death, and when it died */
function read(reply: unknown): [unknown, (Death & { diedAt: number })?] {
  if (!Array.isArray(reply)) return [undefined];
  const [data, death, diedAt] = reply.map((part): unknown => (part === null ? null : JSON.parse(part)));
  if (!isDeath(death)) return [data];
  const { reason, handlers, attempts, error } = death;
  return [data, { reason, handlers, attempts, error, diedAt: Number(diedAt) }];
}
