import { optionsOf } from '../../common/configuration-error.js';
import { assertKnownOptions, assertObject, assertOption, withDefaults } from '../../common/option-checks.js';
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
  return optionsOf('TencentChatConsoleModule', () => {
    assertObject('options', options);
    assertKnownOptions(options, KNOWN_OPTIONS);
    const { access, registrations } = options;
    const { actor, bodies, journal } = withDefaults(DEFAULTS, options);
    assertOption(
      access === undefined || typeof access === 'function',
      'access',
      access,
      "give a function of the request that returns 'read' or 'operate'",
    );
    const isFunction = typeof actor === 'function';
    assertOption(isFunction, 'actor', actor, 'give a function of the request that returns a name');
    assertOption(bodies === 'hidden' || bodies === 'shown', 'bodies', bodies, "give 'hidden' or 'shown'");
    assertNames(registrations);
    return { access, actor, bodies, journal: resolveJournal(journal), registrations };
  });
}

function assertNames(registrations: unknown): void {
  if (registrations === undefined) return;
  const isList = Array.isArray(registrations) && registrations.length > 0;
  assertOption(
    isList && registrations.every((name) => typeof name === 'string'),
    'registrations',
    registrations,
    "give names of registrations, such as ['staging'], or leave it out for all",
  );
}
