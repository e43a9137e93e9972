import { assertInteger, withDefaults } from '../../../common/option-checks.js';
import {
  resolveDeliveryOptions,
  type ResolvedDeliveryOptions,
  type DeliveryOptions,
} from '../../port/delivery.options.js';

/** Options of `inProcessDelivery`. It remembers at most the last 100,000 handled callbacks. */
export interface InProcessDeliveryOptions extends DeliveryOptions {
  /**
   * Maximum number of accepted callbacks that wait for their handlers or are in them. Beyond it Chat gets 503.
   * @default 10000
   */
  capacity?: number;
  /**
   * Maximum memory of these callbacks, in bytes, estimated. Beyond it Chat gets 503. Dead letters may take as much again; beyond it the
   * oldest expire.
   * @default 67108864 (64 MiB)
   */
  capacityBytes?: number;
}

/** The checked options, with their defaults. */
export interface ResolvedInProcessOptions extends ResolvedDeliveryOptions {
  capacity: number;
  capacityBytes: number;
}

const DEFAULTS = { capacity: 10_000, capacityBytes: 64 * 1024 * 1024 };

/** Names of the options that only this delivery takes. */
export const IN_PROCESS_OPTIONS = Object.keys(DEFAULTS);

/** Default maximum number of dead letters in memory. */
const MAX_DEAD = 1000;

/** @throws ConfigurationError naming the option */
export function resolveInProcessOptions(options: InProcessDeliveryOptions): ResolvedInProcessOptions {
  const common = resolveDeliveryOptions(options, IN_PROCESS_OPTIONS, MAX_DEAD);
  const own = withDefaults(DEFAULTS, options);
  assertInteger('delivery.capacity', own.capacity, 1);
  assertInteger('delivery.capacityBytes', own.capacityBytes, 1);
  return { ...common, ...own };
}
