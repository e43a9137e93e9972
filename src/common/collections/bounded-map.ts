import { OldestKeys } from './oldest-keys.js';

/** A map with a maximum number of entries. Beyond it the oldest one goes. */
export class BoundedMap<Key, Value> {
  private readonly map = new Map<Key, Value>();
  private readonly oldest = new OldestKeys(this.map);

  /** @param most maximum number of entries, at least 1 */
  constructor(private readonly most: number) {}

  has(key: Key): boolean {
    return this.map.has(key);
  }

  get(key: Key): Value | undefined {
    return this.map.get(key);
  }

  /** Sets a value. A key that is there keeps its age. */
  set(key: Key, value: Value): void {
    this.map.set(key, value);
    if (this.map.size <= this.most) return;
    const oldest = this.oldest.next();
    if (oldest !== undefined) this.map.delete(oldest);
  }

  delete(key: Key): boolean {
    return this.map.delete(key);
  }
}
