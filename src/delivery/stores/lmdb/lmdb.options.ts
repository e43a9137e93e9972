import { assertOption } from '../../../common/option-checks.js';
import {
  resolveDeliveryOptions,
  type ResolvedDeliveryOptions,
  type DeliveryOptions,
} from '../../port/delivery.options.js';

/** Options of `lmdbDelivery`. */
export interface LmdbDeliveryOptions extends DeliveryOptions {
  /**
   * Directory of the inbox, on a disk of this machine; created if missing. Several processes of the machine may share it,
   * but not several registrations of one app.
   */
  path: string;
}

/** The checked options, with their defaults. */
export interface ResolvedLmdbOptions extends ResolvedDeliveryOptions {
  path: string;
}

/** Names of the options that only this delivery takes. */
export const LMDB_OPTIONS = ['path'];

/** @throws ConfigurationError naming the option */
export function resolveLmdbOptions(options: LmdbDeliveryOptions): ResolvedLmdbOptions {
  const common = resolveDeliveryOptions(options, LMDB_OPTIONS);
  const { path } = options;
  const isPath = typeof path === 'string' && path !== '';
  assertOption(isPath, 'delivery.path', path, "give a directory, such as './inbox'");
  return { ...common, path };
}
