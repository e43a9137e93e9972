import { LOG_PAGE, type SharedLog } from '../delivery/port/shared-log.js';
import { KEEP_DAY_MS } from './day/calendar-day.js';
import { isCountEntry, type CountEntry } from './day/count-entry.js';

/** Writes the log of an app's day, and reads what all processes have written. */
export class DayReader {
  private cursor: string | undefined;
  private next: Promise<void> | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /** @param to gets each entry once, and learns when everything was read */
  constructor(
    private readonly log: SharedLog,
    private readonly name: string,
    private readonly to: { apply: (entry: CountEntry) => void; done: () => void },
  ) {}

  /**
   * Writes an entry and reads it back, with those of other processes. It is read later if the store cannot be read now.
   *
   * @throws DeliveryUnavailableError if it cannot be written
   */
  async write(id: string, entry: CountEntry): Promise<void> {
    await this.log.append(this.name, id, entry, KEEP_DAY_MS);
    await this.read().catch(() => {});
  }

  /** Writes an entry in the background. If it cannot be written, the next one makes up for it. */
  note(id: string, entry: CountEntry): void {
    this.log.append(this.name, id, entry, KEEP_DAY_MS).catch(() => {});
  }

  /** Reads all that was written before the call. Calls that wait share one read. */
  read(): Promise<void> {
    this.next ??= this.last.then(() => {
      this.next = undefined;
      return this.readOn();
    });
    this.last = this.next.catch(() => {});
    return this.next;
  }

  private async readOn(): Promise<void> {
    let isFull = true;
    while (isFull) {
      const { values, cursor } = await this.log.read(this.name, this.cursor);
      this.cursor = cursor;
      for (const value of values) if (isCountEntry(value)) this.to.apply(value);
      isFull = values.length >= LOG_PAGE;
    }
    this.to.done();
  }
}
