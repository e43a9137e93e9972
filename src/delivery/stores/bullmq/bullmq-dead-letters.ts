import { parsedJson } from '../../../common/parsed-json.js';
import { shortId } from '../../../common/short-id.js';
import type { DeadLetterStore, DeadRecord, DeadSummary } from '../../port/dead-record.js';
import { isRecordSummary } from '../../port/is-callback-record.js';
import { isDeath } from '../../port/is-death.js';
import type { DamageReport } from '../damage-report.js';
import { soundLetters } from '../sound-letters.js';
import { isRecordJob, replayData } from './job.js';
import type { RecordQueue } from './record-queue.js';
import {
  DISCARD_DEAD_LETTER,
  FIND_DEAD_LETTER,
  LIST_DEAD_LETTERS,
  REPLAY_DEAD_LETTER,
} from './scripts/lua-scripts.js';

/** The dead letters of a queue, from all processes: its failed jobs. */
export class BullMqDeadLetters implements DeadLetterStore {
  constructor(
    private readonly queue: RecordQueue,
    private readonly damage: DamageReport,
  ) {}

  list(limit: number, after?: string): Promise<DeadSummary[]> {
    return soundLetters(limit, after === undefined ? '' : shortId(after), async (room, last) => {
      const reply = await this.queue.run(LIST_DEAD_LETTERS, room, last);
      if (!Array.isArray(reply)) throw new RangeError(`there is no dead letter ${after}`);
      return reply.map((dead) => {
        const [id = '', summary = '', death = '', diedAt] = textsOf(dead);
        const what = `the dead letter ${id}`;
        const record = this.damage.sound(parsedJson(summary), isRecordSummary, what);
        return { position: id, letter: record && this.deadOf(record, what, death, diedAt) };
      });
    });
  }

  async find(id: string): Promise<DeadRecord | undefined> {
    const reply = await this.queue.run(FIND_DEAD_LETTER, shortId(id));
    if (!Array.isArray(reply)) return undefined;
    const [data = '', death = '', diedAt] = textsOf(reply);
    const what = letterOf(id);
    const job = this.damage.sound(parsedJson(data), isRecordJob, what);
    return job && this.deadOf(job.record, what, death, diedAt);
  }

  async replay(id: string, handlers: readonly string[]): Promise<boolean> {
    return (await this.queue.run(REPLAY_DEAD_LETTER, shortId(id), replayData(handlers))) === 1;
  }

  async discard(id: string): Promise<boolean> {
    return (await this.queue.run(DISCARD_DEAD_LETTER, shortId(id))) === 1;
  }

  private deadOf<Found extends DeadSummary['record']>(
    record: Found,
    what: string,
    json: string,
    diedAt: string | undefined,
  ): (DeadSummary & { record: Found }) | undefined {
    const death = this.damage.sound(parsedJson(json), isDeath, what);
    if (death === undefined) return undefined;
    if (what !== letterOf(record.id)) {
      this.damage.add(what, new Error(`its id is ${record.id}`));
      return undefined;
    }
    const { reason, handlers, attempts, error } = death;
    return { record, reason, handlers, attempts, error, diedAt: Number(diedAt) };
  }
}

/** Names a dead letter in a report, by the id of its job. */
function letterOf(id: string): string {
  return `the dead letter ${shortId(id)}`;
}

function textsOf(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}
