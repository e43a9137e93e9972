/** Caches the value of each key, such as the attributes of a metric that each callback records. The set of keys must be finite. */
export class Remembered<Key, Value extends object> {
  private readonly known = new Map<Key, Value>();

  constructor(private readonly make: (key: Key) => Value) {}

  of(key: Key): Value {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = this.make(key);
    this.known.set(key, made);
    return made;
  }
}
