import { randomBytes } from 'node:crypto';
import type { Environment } from '../environment.js';
import { forgetHolder, isGone, isLease, LEASE_MS, leaseOf, noteHolder, type Lease } from './lease.js';
import { RunningMarks } from './running-marks.js';
import type { PendingKey } from '../stored-record.js';

/** Maximum number of keys of a partition that are read to find the oldest record. */
const MAX_KEYS = 10_000;

/** The last beat of another holder, and when it changed by this process's clock. */
interface Observation {
  readonly holder: string;
  readonly beats: number;
  readonly changedAt: number;
}

/**
 * Divides the records of one path among the processes of a machine. Each process adds to its own partition, and only the holder of a
 * partition's lease handles its records. Another process takes over the partitions of a dead holder.
 */
export class Partitions {
  /** The partition that takes what this process accepts. */
  own = randomName();
  readonly marks: RunningMarks;
  /** Marked records whose holder died. */
  readonly crashed: PendingKey[] = [];
  /** Partitions whose holder died, so that any of their records may have killed it. */
  readonly doubtful = new Set<string>();
  private readonly holder = randomName();
  /** The fence, which is the version of the lease, by partition that this process holds. */
  private readonly held = new Map<string, number>();
  private readonly observed = new Map<string, Observation>();
  private beats = 0;
  private beginning: Promise<void> | undefined;

  constructor(private readonly environment: Environment) {
    this.marks = new RunningMarks(environment);
    noteHolder(this.holder);
  }

  /** The partitions that this process holds. */
  get all(): string[] {
    return [...this.held.keys()];
  }

  /** The fence of a partition's writes; `undefined` for a partition that this process does not hold. */
  fenceOf(partition: string): number | undefined {
    return this.held.get(partition);
  }

  /** Writes if this process still holds a partition. */
  async fenced(partition: string, fence: number, write: () => void): Promise<boolean> {
    const held = await this.environment.leases.ifVersion(partition, fence, write);
    // Notes the loss, so that no further handler of its records is called.
    if (!held && this.fenceOf(partition) === fence) this.lose(partition);
    return held;
  }

  /**
   * Renews the leases of this process, and takes over the partitions of dead holders.
   *
   * @returns whether it took over partitions
   */
  async renew(): Promise<boolean> {
    this.beats += 1;
    await this.environment.written(() => this.keepHeld());
    await this.replaceOwn('');
    return this.environment.written(() => this.takeOver());
  }

  /** Makes a new partition for this process. */
  async begin(): Promise<void> {
    this.own = randomName();
    await this.environment.written(() => this.environment.leases.put(this.own, this.lease(), 1));
    this.held.set(this.own, 1);
  }

  /** Releases all partitions for the next process. Their records do not count as crashed. */
  async release(): Promise<void> {
    forgetHolder(this.holder);
    const { leases } = this.environment;
    await this.environment.written(() =>
      Promise.all(
        [...this.held].map(([partition, fence]) =>
          this.fenced(partition, fence, () => {
            this.marks.clearAll(partition);
            if (this.isEmpty(partition)) void leases.remove(partition);
            else void leases.put(partition, leaseOf('', 0), fence + 1);
          }),
        ),
      ),
    );
  }

  /** Makes a new partition for this process if another process has taken the present one. */
  async replaceOwn(lost: string): Promise<void> {
    this.lose(lost);
    if (this.held.has(this.own)) return;
    this.beginning ??= this.begin().finally(() => {
      this.beginning = undefined;
    });
    await this.beginning;
  }

  /** Returns the keys among which the oldest record of each partition is: the first one, and those that were rescheduled. */
  *oldestKeys(): Iterable<PendingKey> {
    const { pending } = this.environment;
    for (let partition = this.next(''); partition !== undefined; partition = this.next(partition)) {
      const first = this.firstKey(partition);
      if (first?.[0] === partition) yield first;
      yield* pending.getKeys({ start: [partition, 1, 0], end: [partition, Infinity, 0], limit: MAX_KEYS });
    }
  }

  private async keepHeld(): Promise<void> {
    const { leases } = this.environment;
    await Promise.all(
      [...this.held].map(async ([partition, fence]) => {
        const isDone = partition !== this.own && this.isEmpty(partition);
        const kept = await this.fenced(partition, fence, () => {
          if (isDone) void leases.remove(partition);
          else void leases.put(partition, this.lease(), fence);
        });
        // Lost to a process that took this one for dead, and that handles the records.
        if (!kept || isDone) this.lose(partition);
      }),
    );
  }

  private async takeOver(): Promise<boolean> {
    const known = this.environment.read(() => [...this.environment.leases.getKeys({})]);
    let more = false;
    for (const key of known) {
      if (this.held.has(key)) continue;
      const { value, version } = this.leaseAt(key);
      if (!this.isDead(key, value)) continue;
      const fence = version + 1;
      const taken = await this.fenced(key, version, () => {
        void this.environment.leases.put(key, this.lease(), fence);
      });
      if (!taken) continue;
      this.held.set(key, fence);
      more = true;
      if (value.holder === '') continue;
      this.doubtful.add(key);
      this.crashed.push(...this.marks.of(key));
    }
    return (await this.takeOrphans(new Set(known))) || more;
  }

  /** Takes over partitions without a lease, whose records no process would handle otherwise. */
  private async takeOrphans(known: ReadonlySet<string>): Promise<boolean> {
    let more = false;
    for (let partition = this.next(''); partition !== undefined; partition = this.next(partition)) {
      const orphan = partition;
      if (known.has(orphan) || this.held.has(orphan)) continue;
      const { leases } = this.environment;
      if (!(await leases.ifNoExists(orphan, () => void leases.put(orphan, this.lease(), 1)))) continue;
      this.held.set(orphan, 1);
      more = true;
    }
    return more;
  }

  /** Reads a lease. One that is damaged, or was removed meanwhile, counts as released: its holder notices by the fence. */
  private leaseAt(partition: string): { value: Lease; version: number } {
    const entry = this.environment.entry(this.environment.leases, partition);
    return { value: isLease(entry?.value) ? entry.value : leaseOf('', 0), version: entry?.version ?? 0 };
  }

  private lose(partition: string): void {
    this.held.delete(partition);
    this.doubtful.delete(partition);
  }

  private isDead(partition: string, { holder, beats, ...lease }: Lease): boolean {
    if (isGone({ holder, beats, ...lease })) return true;
    const now = performance.now();
    const before = this.observed.get(partition);
    if (before?.holder !== holder || before.beats !== beats) {
      this.observed.set(partition, { holder, beats, changedAt: now });
      return false;
    }
    return now - before.changedAt > LEASE_MS;
  }

  private isEmpty(partition: string): boolean {
    return this.environment.read(() => this.firstKey(partition)?.[0] !== partition);
  }

  /** The next partition that has records. */
  private next(partition: string): string | undefined {
    return this.firstKey(partition, partition === '' ? 0 : Infinity)?.[0];
  }

  private firstKey(partition: string, dueAt = 0): PendingKey | undefined {
    const [key] = this.environment.pending.getKeys({ start: [partition, dueAt, 0], limit: 1 });
    return key;
  }

  private lease(): Lease {
    return leaseOf(this.holder, this.beats);
  }
}

function randomName(): string {
  return randomBytes(9).toString('base64url');
}
