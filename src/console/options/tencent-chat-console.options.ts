import { ConfigurationError, shown } from '../../common/configuration-error.js';
import { assertKnownOptions, assertObject, withDefaults } from '../../common/option-checks.js';
import type { ConsoleAccess } from '../api/console-api.js';
import { resolveJournal, type JournalOptions } from './journal.options.js';

/** Options of `TencentChatConsoleModule` that can come from a factory. */
export interface TencentChatConsoleOptions {
  /**
   * Returns what a visitor may do whom the guards have let in: `'read'` allows to look, `'operate'` also to replay and discard dead
   * letters. The console calls it at each request, with the request of Express or Fastify.
   * @default `'operate'` behind guards, `'read'` with `guards: 'public'`
   */
  access?(this: void, request: object): ConsoleAccess | Promise<ConsoleAccess>;
  /**
   * Returns the name of the visitor. The steps `replayed` and `discarded` of the lifecycle report it as `actor`, and the console shows it:
   * on one line, with at most 128 characters.
   * @default no name
   */
  actor?(this: void, request: object): string | undefined | Promise<string | undefined>;
  /**
   * Whether the console keeps bodies of callbacks in its journal and shows them. They contain messages and UserIDs.
   * @default 'hidden'
   */
  bodies?: 'hidden' | 'shown';
  /**
   * How many callbacks the console remembers.
   * @default { max: 1000, maxBytes: 8388608 }
   */
  journal?: JournalOptions;
  /**
   * Names of the registrations that the console shows.
   * @default all registrations of the app
   */
  registrations?: readonly string[];
}

/** The checked options, completed with defaults. */
export abstract class ResolvedConsoleOptions {
  /** If it is `undefined`, the guards decide. */
  abstract readonly access: TencentChatConsoleOptions['access'];
  abstract readonly actor: NonNullable<TencentChatConsoleOptions['actor']>;
  abstract readonly bodies: 'hidden' | 'shown';
  abstract readonly journal: Required<JournalOptions>;
  /** `undefined` for all. */
  abstract readonly registrations: readonly string[] | undefined;
}

const DEFAULTS: Required<Omit<TencentChatConsoleOptions, 'access' | 'registrations'>> = {
  actor: () => undefined,
  bodies: 'hidden',
  journal: {},
};

const KNOWN_OPTIONS = ['access', 'registrations', ...Object.keys(DEFAULTS)];

/** @throws ConfigurationError that names the option */
export function resolveConsoleOptions(options: TencentChatConsoleOptions): ResolvedConsoleOptions {
  return ofConsole(() => {
    assertObject('options', options);
    assertKnownOptions(options, KNOWN_OPTIONS);
    const { access, registrations } = options;
    const { actor, bodies, journal } = withDefaults(DEFAULTS, options);
    if (access !== undefined && typeof access !== 'function') {
      throw new ConfigurationError(
        'access',
        shown(access),
        "give a function of the request that returns 'read' or 'operate'",
      );
    }
    if (typeof actor !== 'function') {
      throw new ConfigurationError(
        'actor',
        shown(actor),
        'give a function of the request that returns a name',
      );
    }
    if (bodies !== 'hidden' && bodies !== 'shown') {
      throw new ConfigurationError('bodies', shown(bodies), "give 'hidden' or 'shown'");
    }
    assertNames(registrations);
    return { access, actor, bodies, journal: resolveJournal(journal), registrations };
  });
}

/** Makes the errors of options name the console's module. */
export function ofConsole<Resolved>(resolve: () => Resolved): Resolved {
  try {
    return resolve();
  } catch (error) {
    throw error instanceof ConfigurationError ? error.of('TencentChatConsoleModule') : error;
  }
}

function assertNames(registrations: unknown): void {
  if (registrations === undefined) return;
  const isList = Array.isArray(registrations) && registrations.length > 0;
  if (isList && registrations.every((name) => typeof name === 'string')) return;
  throw new ConfigurationError(
    'registrations',
    shown(registrations),
    "give names of registrations, such as ['staging'], or leave it out for all",
  );
}
