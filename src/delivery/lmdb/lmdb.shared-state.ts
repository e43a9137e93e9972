import type { SharedState, SharedValue } from '../shared-state.js';
import type { Environment } from './environment.js';

/** Values that the processes of a path share. */
export class LmdbSharedState implements SharedState {
  constructor(private readonly env: Environment) {}

  async latest(key: string): Promise<SharedValue | undefined> {
    const stored = this.env.read(() => this.env.shared.get(key));
    return stored && { order: stored.order, value: stored.value };
  }

  async advance(key: string, { order, value }: SharedValue, forgetAfterMs: number): Promise<void> {
    await this.env.write(() => {
      const before = this.env.shared.get(key);
      if (before !== undefined && before.order >= order) return;
      void this.env.shared.put(key, { order, value, until: Date.now() + forgetAfterMs });
    });
  }

  /** Forgets the values whose time is over. */
  async forget(now: number): Promise<void> {
    const over = [...this.env.shared.getRange({})].filter(({ value }) => value.until <= now);
    if (over.length === 0) return;
    await this.env.write(() => {
      for (const { key } of over) void this.env.shared.remove(key);
    });
  }
}
