import type { SharedState, SharedValue } from '../../port/shared-state.js';
import type { Environment } from './environment.js';

/** The values that the processes of a path share. The version of an entry is its order. */
export class LmdbSharedState implements SharedState {
  constructor(private readonly environment: Environment) {}

  async latest(key: string): Promise<SharedValue | undefined> {
    const stored = this.environment.read(() => this.environment.shared.get(key));
    return stored && { order: stored.order, value: stored.value };
  }

  async advance(key: string, { order, value }: SharedValue, forgetAfterMs: number): Promise<void> {
    const { shared } = this.environment;
    const write = () => void shared.put(key, { order, value, until: Date.now() + forgetAfterMs }, order);
    let written: boolean;
    do {
      const before = await this.latest(key);
      if (before !== undefined && before.order >= order) return;
      written = await this.environment.written(() =>
        before === undefined ? shared.ifNoExists(key, write) : shared.ifVersion(key, before.order, write),
      );
    } while (!written);
  }

  /** Deletes expired values. */
  async forget(now: number): Promise<void> {
    const { shared } = this.environment;
    const over = this.environment.read(() =>
      [...shared.getRange({})].filter(({ value }) => value.until <= now),
    );
    await this.environment.written(() =>
      Promise.all(
        over.map(({ key, value }) => shared.ifVersion(key, value.order, () => void shared.remove(key))),
      ),
    );
  }
}
