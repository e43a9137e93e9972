/** A first-in, first-out queue. Taking an item does not move the others. */
export class ClaimQueue<Held> {
  private items: (Held | undefined)[] = [];
  private taken = 0;

  get length(): number {
    return this.items.length - this.taken;
  }

  push(item: Held): void {
    this.items.push(item);
  }

  take(): Held | undefined {
    const item = this.items[this.taken];
    if (this.taken === this.items.length) return undefined;
    // Releases the taken item, and now and then the space before it.
    this.items[this.taken] = undefined;
    this.taken += 1;
    if (this.taken > 1024 && this.taken * 2 > this.items.length) {
      this.items = this.items.slice(this.taken);
      this.taken = 0;
    }
    return item;
  }
}
