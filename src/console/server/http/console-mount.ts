import type { ConsoleAccess } from '../../api/console-api.js';

/** How one console is mounted. */
export abstract class ConsoleMount {
  /** Path of the console, below the app's global prefix. */
  abstract readonly path: string;
  /** Paths of the page, below the console's own. The controller's route holds this very list, which the app reads when it routes. */
  abstract readonly pagePaths: string[];
  /** What a visitor may do without the option `access`. */
  abstract readonly access: ConsoleAccess;
}
