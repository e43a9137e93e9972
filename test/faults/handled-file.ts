import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { AlarmLoad } from './alarm-load.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A line of the file: an alarm that a handler was called with. */
interface Handled {
  quotaUsed: number;
  attempt: number;
  pid: number;
  id: string;
}

/** Longest time until another process handles the records of a dead one: a lease of 10 or 15 s, and the wait for suspects. */
const TO_BE_HANDLED_MS = 40_000;

/** The file in which receivers note what they handled, across all their lives. */
export class HandledFile {
  readonly path = join(temporaryFolder(), 'handled');

  get lines(): Handled[] {
    if (!existsSync(this.path)) return [];
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [quotaUsed, attempt, pid, id = ''] = line.split(' ');
      return { quotaUsed: Number(quotaUsed), attempt: Number(attempt), pid: Number(pid), id };
    });
  }

  /** Ids of the levels of quota days that were told of, in that order and with repetitions. */
  get levels(): string[] {
    const path = `${this.path}.levels`;
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  }

  /** What was acknowledged and not handled yet. */
  missing(acknowledged: ReadonlySet<number>): number[] {
    const handled = new Set(this.lines.map(({ quotaUsed }) => quotaUsed));
    return [...acknowledged].filter((quotaUsed) => !handled.has(quotaUsed));
  }

  /** Resolves when everything is handled that was acknowledged; fails and names what is not, after some patience. */
  async hasAll(...loads: AlarmLoad[]): Promise<void> {
    const acknowledged = new Set(loads.flatMap((load) => [...load.acknowledged]));
    await vi.waitFor(
      () => {
        const missing = this.missing(acknowledged);
        if (missing.length === 0) return;
        throw new Error(`${missing.length} alarms were acknowledged and not handled: ${missing.join(', ')}`);
      },
      { timeout: TO_BE_HANDLED_MS, interval: 100 },
    );
    // A handler can tell a repetition by it.
    const ids = new Set(this.lines.map(({ id }) => id)).size;
    if (ids !== this.quotasUsed.size) throw new Error(`${this.quotasUsed.size} alarms had ${ids} ids`);
  }

  /** In a line: what became of a load. */
  summary(title: string, ...loads: AlarmLoad[]): string {
    const acknowledged = new Set(loads.flatMap((load) => [...load.acknowledged])).size;
    const handled = this.quotasUsed.size;
    const repeated = this.lines.length - handled;
    return `${title}: ${acknowledged} acknowledged, ${handled} handled, ${repeated} repeated`;
  }

  private get quotasUsed(): Set<number> {
    return new Set(this.lines.map(({ quotaUsed }) => quotaUsed));
  }
}
