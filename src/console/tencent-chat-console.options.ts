import { ConfigurationError, shown } from '../common/configuration-error.js';
import { assertKnownOptions, assertObject, withDefaults } from '../common/option-checks.js';
import type { ConsoleAccess } from './console-api.js';
import { resolveJournal, type JournalOptions } from './server/journal/journal.options.js';

/** Options of `TencentChatConsoleModule` that can come from a factory. */
export interface TencentChatConsoleOptions {
  /**
   * What a visitor that the guards have let in may do: `'read'` is to look, `'operate'` is to replay and discard dead letters as
   * well. Gets the request of Express or Fastify. Asked at each request.
   * @default `'operate'` behind guards, `'read'` with `guards: 'public'`
   */
  access?(this: void, request: object): ConsoleAccess | Promise<ConsoleAccess>;
  /**
   * Who the visitor is, in a word for the lifecycle: the steps `replayed` and `discarded` report it as `actor`, and the console
   * shows it.
   * @default nobody is named
   */
  actor?(this: void, request: object): string | undefined | Promise<string | undefined>;
  /**
   * Whether bodies of callbacks are kept in the journal and shown. They hold messages and UserIDs.
   * @default 'hidden'
   */
  bodies?: 'hidden' | 'shown';
  /**
   * How much of the past the console shows.
   * @default { max: 1000, maxBytes: 8388608 }
   */
  journal?: JournalOptions;
  /**
   * Names of the registrations that are shown.
   * @default all of the app
   */
  registrations?: readonly string[];
}

/** Options after the check at start-up, each with its value. */
export abstract class ResolvedConsoleOptions {
  /** `undefined` follows the guards. */
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

/** @throws ConfigurationError naming the option, what it is and what is right */
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

/** Errors of options say whose they are. */
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
