import { LinkedList, type Linked } from '../../common/collections/linked-list.js';

/** How long a call keeps its shared slot, in ms. A call that runs longer leaves it to the others. */
const LONG_MS = 5000;

/** Maximum number of running calls that have left their slots. */
const MAX_LONG = 256;

/** Maximum of the estimated bytes of their records. */
const MAX_LONG_BYTES = 64 * 1024 * 1024;

interface SlotCall<Call> extends Linked<Call> {
  /** Estimated bytes of its record. */
  readonly bytes: number;
  /** The calls of one record share its bytes. `long` counts those that have left their slots. */
  readonly run: { long: number };
  /** When it started, by `performance.now()`. */
  startedAt: number;
  /** Whether it has left its slot. */
  isLong: boolean;
}

/** The slots that all running calls of a delivery share. */
export class CallSlots<Call extends SlotCall<Call>> {
  private readonly calls = new LinkedList<Call>();
  private long = 0;
  /** Estimated bytes of the records of the calls that have left their slots. */
  longBytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param concurrency number of slots
   * @param onLong called when a call leaves its slot
   * @param onStuck called when the maximum of such calls is reached
   */
  constructor(
    private readonly concurrency: number,
    private readonly onLong: (call: Call) => void,
    private readonly onStuck: (long: number, bytes: number, ms: number) => void,
  ) {}

  get taken(): number {
    return this.calls.size;
  }

  get isFree(): boolean {
    return this.calls.size < this.concurrency;
  }

  /** Whether no further call can leave its slot. */
  get isStuck(): boolean {
    return this.long >= MAX_LONG || this.longBytes >= MAX_LONG_BYTES;
  }

  take(call: Call): void {
    call.startedAt = performance.now();
    this.calls.append(call);
    this.timer ??= setTimeout(this.leave, LONG_MS).unref();
  }

  give(call: Call): void {
    if (call.isLong) {
      const { isStuck } = this;
      call.isLong = false;
      this.long -= 1;
      call.run.long -= 1;
      if (call.run.long === 0) this.longBytes -= call.bytes;
      if (isStuck && !this.isStuck) this.leave();
    } else this.calls.remove(call);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private readonly leave = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = performance.now();
    let { oldest } = this.calls;
    while (oldest !== undefined && now - oldest.startedAt >= LONG_MS && !this.isStuck) {
      this.calls.remove(oldest);
      oldest.isLong = true;
      this.long += 1;
      if (oldest.run.long === 0) this.longBytes += oldest.bytes;
      oldest.run.long += 1;
      this.onLong(oldest);
      if (this.isStuck) this.onStuck(this.long, this.longBytes, LONG_MS);
      ({ oldest } = this.calls);
    }
    // While it is stuck, the next end of a long call looks again.
    if (oldest === undefined || this.isStuck) return;
    this.timer = setTimeout(this.leave, Math.max(1, LONG_MS - (now - oldest.startedAt))).unref();
  };
}
