import { randomUUID } from 'node:crypto';
import { isObject } from '../../../common/is-object.js';
import { LOG_PAGE, type LogPage, type SharedLog } from '../../port/shared-log.js';
import { shortId } from '../../../common/short-id.js';
import { entryName, isPresent } from '../damage-report.js';
import type { Environment } from './environment.js';
import type { SoundReader } from './sound-reader.js';
import type { LogKey } from './stored-record.js';

/** How many entries one write removes. No other process can write meanwhile. */
const REMOVE_BATCH = 500;

/** Above every number of an entry. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The logs of a path. Each process writes its own part, so that the numbers of a part ascend in the order of the commits, and a
 * cursor has the last number that was read of every part.
 */
export class LmdbSharedLog implements SharedLog {
  private readonly part = randomUUID();
  private nth = 0;

  constructor(
    private readonly environment: Environment,
    private readonly reader: SoundReader,
  ) {}

  async append(log: string, id: string, value: unknown, keepMs: number): Promise<boolean> {
    await this.environment.thawed();
    const { logged, logEntries, logs } = this.environment;
    this.nth += 1;
    const key: LogKey = [log, this.part, this.nth];
    return this.environment.written(() =>
      logged.ifNoExists(idKey(log, id), () => {
        void logged.put(idKey(log, id), 1);
        void logEntries.put(key, value);
        void logs.put(log, Date.now() + keepMs);
      }),
    );
  }

  async read(log: string, cursor?: string): Promise<LogPage> {
    const read = positionsOf(cursor);
    await this.environment.thawed();
    const { logEntries } = this.environment;
    const keys = this.environment.read(() => {
      const found: LogKey[] = [];
      for (let part = this.partAfter(log, ''); part !== undefined; part = this.partAfter(log, part)) {
        const start: LogKey = [log, part, read.get(part) ?? 0];
        const limit = LOG_PAGE - found.length;
        const range = { start, end: [log, part, LAST] satisfies LogKey, exclusiveStart: true, limit };
        found.push(...logEntries.getKeys(range));
        if (found.length >= LOG_PAGE) break;
      }
      return found;
    });
    const values = keys.map((key) =>
      this.reader.read(logEntries, key, isPresent, entryName(log, `${key[1]}/${key[2]}`)),
    );
    for (const [, part, nth] of keys) read.set(part, nth);
    return { values, cursor: JSON.stringify([...read]) };
  }

  /** Removes logs that are no longer kept. */
  async forget(now: number): Promise<void> {
    const { logs } = this.environment;
    for (const log of this.environment.read(() => [...logs.getKeys({})])) {
      const until = this.reader.read(logs, log, isNumber, `the time until which the log ${log} is kept`);
      if (until !== undefined && until <= now) await this.remove(log);
    }
  }

  private async remove(log: string): Promise<void> {
    const { logEntries, logged, logs } = this.environment;
    for (;;) {
      await this.environment.thawed();
      const [entries, ids] = this.environment.read(() => [
        [...logEntries.getKeys({ start: [log, '', 0], end: [log, '\uffff', LAST], limit: REMOVE_BATCH })],
        [...logged.getKeys({ start: `${log}/`, end: `${log}0`, limit: REMOVE_BATCH })],
      ]);
      if (entries.length === 0 && ids.length === 0) break;
      await this.environment.written(() =>
        Promise.all([...entries.map((key) => logEntries.remove(key)), ...ids.map((id) => logged.remove(id))]),
      );
    }
    await this.environment.written(() => logs.remove(log));
  }

  /** Returns the next part of a log in the order of their names. */
  private partAfter(log: string, part: string): string | undefined {
    const start: LogKey = part === '' ? [log, '', 0] : [log, part, LAST];
    const [key] = this.environment.logEntries.getKeys({ start, end: [log, '\uffff', LAST], limit: 1 });
    return key?.[1];
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** The log's name is no part of the hash, so that the ids of a log lie together. `0` follows `/`. */
function idKey(log: string, id: string): string {
  return `${log}/${shortId(id)}`;
}

function positionsOf(cursor: string | undefined): Map<string, number> {
  const parsed: unknown = cursor === undefined ? [] : JSON.parse(cursor);
  const positions = new Map<string, number>();
  if (!Array.isArray(parsed)) return positions;
  for (const each of parsed) {
    if (!Array.isArray(each) || !isObject(each)) continue;
    const [part, nth]: unknown[] = each;
    if (typeof part === 'string' && typeof nth === 'number') positions.set(part, nth);
  }
  return positions;
}
