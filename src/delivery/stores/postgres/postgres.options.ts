import { ConfigurationError } from '../../../common/configuration-error.js';
import { assertInteger, assertOption, LONGEST_TIMER_MS } from '../../../common/option-checks.js';
import {
  POSTGRES_OPTIONS,
  resolvePostgres,
  type PostgresOptions,
  type ResolvedPostgresOptions,
} from '../../../postgres/connection.options.js';
import {
  resolveDeliveryOptions,
  type DeliveryOptions,
  type ResolvedDeliveryOptions,
} from '../../port/delivery.options.js';

const COMMITS = ['on', 'off', 'local', 'remote_write', 'remote_apply'] as const;

/** Options of `postgresDelivery`. */
export interface PostgresDeliveryOptions extends DeliveryOptions, PostgresOptions {
  /**
   * What a commit waits for before Chat gets its OK: PostgreSQL's `synchronous_commit`, for the module's own connections. With `'off'` a
   * crash of the server loses the last commits.
   * @default as the database or the role says
   */
  synchronousCommit?: (typeof COMMITS)[number];
  /**
   * Whether this instance handles callbacks as well; `false` only receives them.
   * @default true
   */
  worker?: boolean;
  /**
   * How often an instance looks for callbacks that another one left waiting, in ms.
   * @default 500
   */
  pollMs?: number;
}

/** The checked options, with their defaults. */
export interface ResolvedPostgresDeliveryOptions extends ResolvedDeliveryOptions, ResolvedPostgresOptions {
  /** Statements for each session of the module. */
  readonly settings: string;
  readonly worker: boolean;
  readonly pollMs: number;
}

/** Names of the options that only this delivery takes. */
export const POSTGRES_DELIVERY_OPTIONS = [...POSTGRES_OPTIONS, 'synchronousCommit', 'worker', 'pollMs'];

/** @throws ConfigurationError naming the option */
export function resolvePostgresDelivery(options: PostgresDeliveryOptions): ResolvedPostgresDeliveryOptions {
  const common = resolveDeliveryOptions(options, POSTGRES_DELIVERY_OPTIONS);
  const postgres = resolvePostgres(options, 'delivery.');
  const { synchronousCommit, worker = true, pollMs = 500 } = options;
  assertOption(
    synchronousCommit === undefined || COMMITS.includes(synchronousCommit),
    'delivery.synchronousCommit',
    synchronousCommit,
    `give one of ${COMMITS.join(', ')}, or leave it out`,
  );
  if (synchronousCommit !== undefined && postgres.pooled) {
    throw new ConfigurationError(
      'delivery.synchronousCommit',
      `"${synchronousCommit}" through a pooler, which shares its sessions`,
      `leave it out, and set it for the role: alter role … set synchronous_commit = ${synchronousCommit}`,
    );
  }
  assertOption(typeof worker === 'boolean', 'delivery.worker', worker, 'give true or false');
  assertInteger('delivery.pollMs', pollMs, 10, LONGEST_TIMER_MS);
  const settings = synchronousCommit === undefined ? '' : `set synchronous_commit = ${synchronousCommit}`;
  return { ...common, ...postgres, settings, worker, pollMs };
}
