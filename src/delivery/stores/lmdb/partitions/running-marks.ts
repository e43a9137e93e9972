import type { Environment } from '../environment.js';
import type { MarkKey, PendingKey } from '../stored-record.js';

/**
 * Marks the records that may be in their handlers. Only the records that a dead process has left get a mark, before they are claimed,
 * so that nothing is written for crashes as long as no process dies. The next death counts against the marked ones.
 */
export class RunningMarks {
  constructor(private readonly environment: Environment) {}

  /** Call it within a write. */
  set([partition, dueAt, nth]: PendingKey): void {
    void this.environment.running.put([partition, nth], dueAt);
  }

  /** Call it within a write. */
  clear([partition, , nth]: PendingKey): void {
    void this.environment.running.remove([partition, nth]);
  }

  /** Call it within a write. */
  clearAll(partition: string): void {
    for (const key of this.of(partition)) this.clear(key);
  }

  /** Returns the marked records of a partition. */
  of(partition: string): PendingKey[] {
    const { running } = this.environment;
    const range = { start: [partition, 0] satisfies MarkKey, end: [partition, Infinity] satisfies MarkKey };
    return this.environment.read(() =>
      [...running.getKeys(range)].map(([name, nth]) => [name, Number(running.get([name, nth])), nth]),
    );
  }
}
