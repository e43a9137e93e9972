import { deliveryOn } from '../../engine/delivery-engine.js';
import type { DeliveryFactory } from '../../port/delivery.js';
import {
  POSTGRES_DELIVERY_OPTIONS,
  resolvePostgresDelivery,
  type PostgresDeliveryOptions,
} from './postgres.options.js';
import { PostgresStore } from './postgres-store.js';

/**
 * Keeps accepted callbacks in tables of PostgreSQL 13 or later. Any number of instances share them: any of them handles a callback, and
 * acknowledged callbacks survive the crashes of all. Needs the package `pg`.
 *
 * @throws ConfigurationError naming the option that is wrong; the app does not start if it cannot use the present tables
 */
export function postgresDelivery(options: PostgresDeliveryOptions): DeliveryFactory {
  const resolved = resolvePostgresDelivery(options);
  return deliveryOn(
    (context) => new PostgresStore(resolved, context).open(),
    options,
    POSTGRES_DELIVERY_OPTIONS,
  );
}
