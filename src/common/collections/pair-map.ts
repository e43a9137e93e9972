/** Holds a value for each pair of texts. Makes a missing one at the first access. */
export class PairMap<Value> {
  private readonly byFirst = new Map<string, Map<string, Value>>();

  constructor(private readonly make: (first: string, second: string) => Value) {}

  get(first: string, second: string): Value {
    const bySecond = this.byFirst.get(first) ?? new Map<string, Value>();
    this.byFirst.set(first, bySecond);
    const value = bySecond.get(second) ?? this.make(first, second);
    bySecond.set(second, value);
    return value;
  }

  *values(): Generator<Value> {
    for (const bySecond of this.byFirst.values()) yield* bySecond.values();
  }
}
