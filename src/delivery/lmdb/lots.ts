import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Environment, LotHolder } from './environment.js';
import type { PendingKey } from './stored-record.js';

/** After that long without a sign of life a holder counts as dead, in ms; where its process is seen to be gone, at once. */
const LEASE_MS = 30_000;

/** Holders in this process: they live, whatever their process id says. */
const holdersHere = new Set<string>();

/**
 * Shares the records of one path among the processes of a machine. Each puts what it accepts into a lot of its own, and
 * only the holder of a lot handles its records. The lots of a holder that died are taken over as a whole.
 */
export class Lots {
  /** The lot that takes what this process accepts. */
  own: string = randomUUID();
  private readonly holder = randomUUID();
  private held: ReadonlySet<string> = new Set();

  constructor(private readonly environment: Environment) {
    holdersHere.add(this.holder);
  }

  /** The lots whose records are handled here. */
  get all(): ReadonlySet<string> {
    return this.held;
  }

  /**
   * Shows that this process lives, and takes over the lots of holders that do not.
   *
   * @returns whether there are lots here that were not before
   */
  async beat(now: number): Promise<boolean> {
    const before = this.held;
    this.held = await this.environment.write(() => {
      const mine = this.takeOver(now);
      // The own lot is gone where another one took it, because this process showed no sign of life for too long.
      if (before.has(this.own) && !mine.has(this.own)) this.own = randomUUID();
      mine.add(this.own);
      for (const lot of mine) void this.environment.lots.put(lot, this.sign(now));
      return mine;
    });
    return [...this.held].some((lot) => !before.has(lot));
  }

  /** Leaves everything to whoever comes next. */
  async release(): Promise<void> {
    holdersHere.delete(this.holder);
    await this.environment.write(() => {
      for (const { key: lot, value } of this.entries()) {
        if (value.holder !== this.holder) continue;
        if (this.firstKey(lot)?.[0] === lot) void this.environment.lots.put(lot, this.sign(0));
        else void this.environment.lots.remove(lot);
      }
    });
  }

  /** The lots that are held already, or that have records and no living holder. */
  private takeOver(now: number): Set<string> {
    const mine = new Set<string>();
    const others = new Set<string>();
    for (const { key: lot, value } of this.entries()) {
      if (lot === this.own && value.holder === this.holder) mine.add(lot);
      else if (value.holder !== this.holder && !isDead(value, now)) others.add(lot);
      else void this.environment.lots.remove(lot);
    }
    // From the first record of one lot to that of the next.
    for (let lot = this.firstKey('')?.[0]; lot !== undefined; lot = this.firstKey(lot, Infinity)?.[0]) {
      if (!others.has(lot)) mine.add(lot);
    }
    return mine;
  }

  private entries(): { key: string; value: LotHolder }[] {
    return [...this.environment.lots.getRange({})];
  }

  private firstKey(lot: string, dueAt = 0): PendingKey | undefined {
    const [key] = this.environment.pending.getKeys({ start: [lot, dueAt, 0], limit: 1 });
    return key;
  }

  private sign(beatAt: number): LotHolder {
    return { holder: this.holder, host: hostname(), pid: process.pid, beatAt };
  }
}

function isDead({ holder, host, pid, beatAt }: LotHolder, now: number): boolean {
  if (holdersHere.has(holder)) return false;
  if (now - beatAt > LEASE_MS) return true;
  // A number that this process has now: in a container it is always the same.
  return host === hostname() && (pid === process.pid || !isRunning(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
