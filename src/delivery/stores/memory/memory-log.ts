import { LOG_PAGE, type LogPage, type SharedLog } from '../../port/shared-log.js';
import { BoundedMap } from '../../../common/collections/bounded-map.js';
import { shortId } from '../../../common/short-id.js';

/** Maximum number of ids that a log remembers: about 10 MB. */
const MAX_IDS = 100_000;

/** Maximum number of values that a log keeps for its readers. Readers read after each write, so they never lag this far. */
const MAX_VALUES = 10_000;

interface Log {
  readonly ids: BoundedMap<string, true>;
  values: unknown[];
  /** How many values were dropped. */
  dropped: number;
  until: number;
}

/** Keeps logs in the memory of this process. */
export class MemoryLog implements SharedLog {
  private readonly logs = new Map<string, Log>();

  async append(name: string, id: string, value: unknown, keepMs: number): Promise<boolean> {
    const now = Date.now();
    const log = this.logs.get(name) ?? this.open(name, now);
    log.until = now + keepMs;
    const key = shortId(id);
    if (log.ids.has(key)) return false;
    log.ids.set(key, true);
    log.values.push(value);
    if (log.values.length >= 2 * MAX_VALUES) {
      log.dropped += MAX_VALUES;
      log.values = log.values.slice(MAX_VALUES);
    }
    return true;
  }

  async read(name: string, cursor = '0'): Promise<LogPage> {
    const log = this.logs.get(name);
    if (log === undefined) return { values: [], cursor };
    const begin = Math.max(0, Number(cursor) - log.dropped);
    const values = log.values.slice(begin, begin + LOG_PAGE);
    return { values, cursor: String(log.dropped + begin + values.length) };
  }

  /** Opens a log, and drops those that are no longer kept. */
  private open(name: string, now: number): Log {
    for (const [each, { until }] of this.logs) if (until <= now) this.logs.delete(each);
    const log = { ids: new BoundedMap<string, true>(MAX_IDS), values: [], dropped: 0, until: now };
    this.logs.set(name, log);
    return log;
  }
}
