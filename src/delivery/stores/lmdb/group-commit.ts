import type { Environment } from './environment.js';
import { ROOM } from './file/file-reserve.js';
import type { Partitions } from './partitions/partitions.js';

/** A write under the fence of a partition. */
interface Write {
  readonly partition: string;
  readonly fence: number;
  /** Bytes of the record, if it is written again. */
  readonly bytes: number;
  readonly change: () => void;
  readonly resolve: (held: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes that a write may change beside its record: a page of the ids. */
const PAGE = 4096;

/** How many writes a commit makes if the disk has no room for all of them. */
const FEW = 32;

/**
 * Combines the writes that arrive during a commit in the next commit: a commit takes about as long for fifty records as for one. Near the
 * end of the disk it combines few, because no commit may need more than the file has in reserve.
 */
export class GroupCommit {
  private readonly waiting: Write[] = [];
  private isPlanned = false;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly environment: Environment,
    private readonly partitions: Partitions,
  ) {}

  /**
   * Writes if this process still holds a partition.
   *
   * @param partition written to
   * @param fence of the partition
   * @param bytes of the record, if it is written again
   * @param change makes the write
   * @returns whether the write was made
   * @throws DeliveryUnavailableError when it could not be written
   */
  write(partition: string, fence: number, bytes: number, change: () => void): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ partition, fence, bytes, change, resolve, reject });
      this.plan();
    });
  }

  private plan(): void {
    if (this.isPlanned) return;
    this.isPlanned = true;
    this.last = this.last.then(() => this.commit());
  }

  private async commit(): Promise<void> {
    const writes = this.waiting.splice(0);
    this.isPlanned = false;
    try {
      const bytes = total(writes) + writes.length * PAGE;
      if (!(await this.environment.makesRoomToEnd(bytes))) {
        this.waiting.unshift(...writes.splice(fewOf(writes)));
        if (this.waiting.length > 0) this.plan();
      }
      const outcomes = await this.environment.written(() => this.begin(writes), total(writes));
      for (const { group, held } of outcomes) for (const { resolve } of group) resolve(held);
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  }

  /** Begins the writes, those under one fence together. */
  private begin(writes: readonly Write[]): Promise<{ group: readonly Write[]; held: boolean }[]> {
    const groups = new Map<string, [Write, ...Write[]]>();
    for (const write of writes) {
      const name = `${write.partition} ${write.fence}`;
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [write]);
      else group.push(write);
    }
    return Promise.all(
      Array.from(groups.values(), async (group) => {
        const [{ partition, fence }] = group;
        const held = await this.partitions.fenced(partition, fence, () => {
          for (const { change } of group) change();
        });
        return { group, held };
      }),
    );
  }
}

function total(writes: readonly Write[]): number {
  return writes.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Returns how many of the writes a commit makes near the end of the disk: at least one. */
function fewOf(writes: readonly Write[]): number {
  let bytes = 0;
  let few = 0;
  for (const write of writes) {
    bytes += write.bytes;
    if (few === FEW || (few > 0 && bytes > ROOM.toEnd)) break;
    few += 1;
  }
  return few;
}
