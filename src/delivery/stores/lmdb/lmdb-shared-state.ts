import { isObject } from '../../../common/is-object.js';
import type { SharedState, SharedValue } from '../../port/shared-state.js';
import type { Environment } from './environment.js';
import type { StoredShared } from './stored-record.js';

/** The values that the processes of a path share. The version of an entry is its order. */
export class LmdbSharedState implements SharedState {
  constructor(private readonly environment: Environment) {}

  async latest(key: string): Promise<SharedValue | undefined> {
    await this.environment.thawed();
    const shared = this.entry(key)?.shared;
    return shared && { order: shared.order, value: shared.value };
  }

  async advance(key: string, { order, value }: SharedValue, forgetAfterMs: number): Promise<void> {
    const { shared } = this.environment;
    const write = () => void shared.put(key, { order, value, until: Date.now() + forgetAfterMs }, order);
    let written: boolean;
    await this.environment.thawed();
    do {
      const before = this.entry(key);
      if (before?.shared !== undefined && before.shared.order >= order) return;
      written = await this.environment.written(() =>
        before === undefined ? shared.ifNoExists(key, write) : shared.ifVersion(key, before.version, write),
      );
    } while (!written);
  }

  /** Deletes values that have expired or are damaged. */
  async forget(now: number): Promise<void> {
    const { shared } = this.environment;
    const over = this.environment
      .read(() => [...shared.getKeys({})])
      .flatMap((key) => {
        const entry = this.entry(key);
        return entry === undefined || (entry.shared?.until ?? 0) > now ? [] : [{ key, ...entry }];
      });
    await this.environment.written(() =>
      Promise.all(
        over.map(({ key, version }) => shared.ifVersion(key, version, () => void shared.remove(key))),
      ),
    );
  }

  private entry(key: string): { shared?: StoredShared; version: number } | undefined {
    const found = this.environment.entry(this.environment.shared, key);
    return found && { shared: isStoredShared(found.value) ? found.value : undefined, version: found.version };
  }
}

function isStoredShared(stored: unknown): stored is StoredShared {
  if (!isObject(stored) || !('order' in stored) || !('value' in stored) || !('until' in stored)) return false;
  return typeof stored.order === 'number' && typeof stored.until === 'number';
}
