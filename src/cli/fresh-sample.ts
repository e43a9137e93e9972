import { randomInt, randomUUID } from 'node:crypto';
import { hasSample, storedSample } from '../testing/sample-callback.js';

/** The day of the times in the samples: 2026-01-01, in ms since the epoch. */
const SAMPLE_DAY_MS = Date.UTC(2026, 0, 1);

const UINT32 = 2 ** 32;

/** The users, groups and rooms that the samples are about. */
const IDENTITY = /^(?:user_\d+|live_\d+|room_\d+|@TGS#2\w+|@TOA#_\w+)$/;

/** Counts that identify an alarm together with its time: how far they may rise without reaching another level. */
const HEADROOM = new Map([
  ['QuotaUsed', 600],
  ['CurRoomCount', 40],
]);

/**
 * Makes samples as if they happened now. No two are alike, because receivers recognise a duplicate by its time, its sequence number or its
 * key. Each process has other users, groups and rooms, so that samples of the same millisecond differ.
 */
export class FreshSamples {
  private count = 0;
  private readonly firstSequence = randomInt(UINT32);
  private readonly process = randomInt(36 ** 6);

  constructor(private readonly sdkAppId: number) {}

  /** @returns `{ CallbackCommand }` for a command without a sample */
  next(command: string): Record<string, unknown> {
    this.count += 1;
    const sample = hasSample(command) ? storedSample(command) : { CallbackCommand: command };
    return this.freshObject(sample, Date.now() - SAMPLE_DAY_MS + this.count);
  }

  private freshObject(sample: object, shiftMs: number): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(sample).map(([name, value]: [string, unknown]) => [
        name,
        this.freshMember(name, value, shiftMs),
      ]),
    );
  }

  private freshMember(name: string, value: unknown, shiftMs: number): unknown {
    if (Array.isArray(value)) {
      return value.map((item: unknown) => this.freshMember(name, item, shiftMs));
    }
    if (typeof value === 'object' && value !== null) return this.freshObject(value, shiftMs);
    if (name === 'SdkAppId') return this.sdkAppId;
    if (name.endsWith('Time')) return shifted(value, shiftMs);
    if (name.endsWith('Seq') && typeof value === 'number') return (this.firstSequence + this.count) % UINT32;
    const headroom = HEADROOM.get(name);
    if (headroom !== undefined && typeof value === 'number') return value + (this.process % headroom);
    if (typeof value === 'string' && IDENTITY.test(value)) return `${value}-${this.process.toString(36)}`;
    if (name.endsWith('Random') && typeof value === 'number') return randomInt(UINT32);
    if (
      typeof value === 'string' &&
      /^(?:Msg(?:Key|Id|ID)|PushID|TaskId|CallId|BattleId|CtxcbRequestId)$/.test(name)
    ) {
      return freshKey(value, shiftMs);
    }
    return value;
  }
}

/** Times come in seconds or in ms, as numbers or in quotes. Any other value stays as it is. */
function shifted(value: unknown, shiftMs: number): unknown {
  const time = Number(value);
  if (!(time >= 1e9)) return value;
  const moved = time + (time >= 1e12 ? shiftMs : Math.floor(shiftMs / 1000));
  return typeof value === 'string' ? String(moved) : moved;
}

/** Makes a key of the same form: a UUID, or numbers with marks between them. */
function freshKey(key: string, shiftMs: number): string {
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key)) return randomUUID();
  const fresh = key.replace(/\d{4,}/g, (digits) =>
    digits.length === 10 ? String(shifted(Number(digits), shiftMs)) : String(randomInt(UINT32)),
  );
  return fresh === key ? `${key}-${randomInt(UINT32)}` : fresh;
}
