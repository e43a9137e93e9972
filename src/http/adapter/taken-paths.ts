import { ConfigurationError } from '../../common/configuration-error.js';

/** Remembers the paths that are mounted in each app: of two controllers at one path, only one would be called. */
export class TakenPaths {
  private readonly byApp = new WeakMap<object, Set<string>>();

  /** @param plural names the owners of the paths, such as `'registrations'` */
  constructor(private readonly plural: string) {}

  /**
   * @param app identifies the app
   * @throws ConfigurationError if the path is taken
   */
  take(app: object, path: string): void {
    const taken = this.byApp.get(app) ?? new Set();
    if (taken.has(path)) {
      throw new ConfigurationError('path', `"${path}" in two ${this.plural}`, 'give each its own path');
    }
    this.byApp.set(app, taken.add(path));
  }
}
