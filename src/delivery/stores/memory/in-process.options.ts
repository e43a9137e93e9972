import { assertInteger, withDefaults } from '../../../common/option-checks.js';
import {
  resolveDeliveryOptions,
  type ResolvedDeliveryOptions,
  type DeliveryOptions,
} from '../../port/delivery.options.js';

/** Options of `inProcessDelivery`. The last 100,000 callbacks that were handled are remembered at the most. */
export interface InProcessDeliveryOptions extends DeliveryOptions {
  /**
   * How many accepted callbacks may be waiting for their handlers or in them. Over that Chat gets 503.
   * @default 10000
   */
  capacity?: number;
  /**
   * About how many bytes of memory they may take together. Over that Chat gets 503. Dead letters may take as much again:
   * over that the oldest are dropped.
   * @default 67108864 (64 MiB)
   */
  capacityBytes?: number;
}

/** The same, each with its value. */
export interface ResolvedInProcessOptions extends ResolvedDeliveryOptions {
  capacity: number;
  capacityBytes: number;
}

const DEFAULTS = { capacity: 10_000, capacityBytes: 64 * 1024 * 1024 };

/** Names of the options that only this delivery takes. */
export const IN_PROCESS_OPTIONS = Object.keys(DEFAULTS);

/** How many dead letters are kept in memory. */
const MAX_DEAD = 1000;

/** @throws ConfigurationError naming the option */
export function resolveInProcessOptions(options: InProcessDeliveryOptions): ResolvedInProcessOptions {
  const common = resolveDeliveryOptions(options, IN_PROCESS_OPTIONS, MAX_DEAD);
  const own = withDefaults(DEFAULTS, options);
  assertInteger('delivery.capacity', own.capacity, 1);
  assertInteger('delivery.capacityBytes', own.capacityBytes, 1);
  return { ...common, ...own };
}
