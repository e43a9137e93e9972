/** Makes once what belongs to a key: attributes of a metric that is recorded at each callback. The keys must have an end. */
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
