/** An item of a list, with its neighbours. */
export interface Linked<Item> {
  older: Item | undefined;
  newer: Item | undefined;
}

/**
 * Keeps items in the order of their arrival. Removing one takes constant time. Use it instead of a `Map` if many items come
 * and go: the outgrown tables of a `Map` keep each other and all that they held until the next full garbage collection.
 */
export class LinkedList<Item extends Linked<Item>> {
  oldest: Item | undefined;
  size = 0;
  private newest: Item | undefined;

  *fromOldest(): Generator<Item> {
    for (let item = this.oldest; item !== undefined; item = item.newer) yield item;
  }

  *fromNewest(): Generator<Item> {
    for (let item = this.newest; item !== undefined; item = item.older) yield item;
  }

  append(item: Item): void {
    item.older = this.newest;
    if (this.newest === undefined) this.oldest = item;
    else this.newest.newer = item;
    this.newest = item;
    this.size += 1;
  }

  remove(item: Item): void {
    const { older, newer } = item;
    if (older === undefined) this.oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.newest = older;
    else newer.older = older;
    item.older = undefined;
    item.newer = undefined;
    this.size -= 1;
  }
}
