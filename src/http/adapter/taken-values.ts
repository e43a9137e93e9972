import { ConfigurationError } from '../../common/configuration-error.js';

/** Remembers the values of an option that are in use in each app: of two controllers at one path, only one would be called. */
export class TakenValues {
  private readonly byApp = new WeakMap<object, Set<string>>();

  /**
   * @param owners in the plural, such as `'registrations'`
   * @param remedy what to do about a value that is taken
   */
  constructor(
    private readonly option: string,
    private readonly owners: string,
    private readonly remedy: string,
  ) {}

  /**
   * @param app identifies the app
   * @throws ConfigurationError if the value is taken. Case does not matter, because Express ignores it in paths
   */
  take(app: object, value: string): void {
    const taken = this.byApp.get(app) ?? new Set();
    const folded = value.toLowerCase();
    if (taken.has(folded)) {
      throw new ConfigurationError(this.option, `"${value}" in two ${this.owners}`, this.remedy);
    }
    this.byApp.set(app, taken.add(folded));
  }
}
