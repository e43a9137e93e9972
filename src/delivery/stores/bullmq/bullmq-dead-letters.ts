import { deadRecord, type DeadLetterStore, type DeadRecord } from '../../port/dead-record.js';
import { shortId } from '../short-id.js';
import { isDeath, isRecordJob, replayData } from './job.js';
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

  async list(limit: number, after?: string): Promise<DeadRecord[]> {
    const reply = await this.queue.run(LIST_DEAD_LETTERS, limit, after === undefined ? '' : shortId(after));
    if (!Array.isArray(reply)) throw new RangeError(`there is no dead letter ${after}`);
    return reply.map(read).filter((dead) => dead !== undefined);
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    return read(await this.queue.run(FIND_DEAD_LETTER, shortId(id)));
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    return (await this.queue.run(REPLAY_DEAD_LETTER, shortId(id), replayData(handlers))) === 1;
  }

  async discard(id: string): Promise<boolean> {
    return (await this.queue.run(DISCARD_DEAD_LETTER, shortId(id))) === 1;
  }
}

/** @param reply the data of the job, the death, and when the record died */
function read(reply: unknown): DeadRecord | undefined {
  if (!Array.isArray(reply)) return undefined;
  const [data, death, diedAt] = reply.map((part): unknown => (part === null ? null : JSON.parse(part)));
  if (!isRecordJob(data) || !isDeath(death)) return undefined;
  return deadRecord({ record: data.record, ...death, diedAt: Number(diedAt) });
}
