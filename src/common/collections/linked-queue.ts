/** An item of a queue, with the one behind it. */
export interface Queued<Item> {
  behind: Item | undefined;
}

/** A queue that takes no memory for its items. An item is in one queue at a time. */
export class LinkedQueue<Item extends Queued<Item>> {
  private first: Item | undefined;
  private last: Item | undefined;

  add(item: Item): void {
    if (this.last === undefined) this.first = item;
    else this.last.behind = item;
    this.last = item;
  }

  /** Takes the first item; `undefined` if there is none. */
  take(): Item | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    this.first = first.behind;
    if (this.first === undefined) this.last = undefined;
    first.behind = undefined;
    return first;
  }
}
