import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../src/common/collections/bounded-map.js';
import { seededRandom } from '../simulation/seeded-random.js';

const all = Array.from({ length: 12 }, (_, key) => key);

/** The same with a search from the beginning. */
class Model {
  readonly map = new Map<number, number>();

  constructor(private readonly most: number) {}

  set(key: number, value: number): void {
    this.map.set(key, value);
    const [oldest] = this.map.keys();
    if (this.map.size > this.most && oldest !== undefined) this.map.delete(oldest);
  }
}

describe('a bounded map', () => {
  it.each([1, 2, 5, 11])('of %i entries drops the oldest, whatever is set and deleted', (most) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const [random, map, model] = [
        seededRandom(seed),
        new BoundedMap<number, number>(most),
        new Model(most),
      ];
      for (let step = 0; step < 120; step += 1) {
        const key = Math.floor(random() * all.length);
        if (random() < 0.3) expect(map.delete(key)).toBe(model.map.delete(key));
        else {
          map.set(key, step);
          model.set(key, step);
        }
        expect(all.map((each) => [map.has(each), map.get(each)])).toEqual(
          all.map((each) => [model.map.has(each), model.map.get(each)]),
        );
      }
    }
  });
});
