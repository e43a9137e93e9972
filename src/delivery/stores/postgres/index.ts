export { postgresDelivery } from './postgres-delivery.js';
export type { PostgresDeliveryOptions } from './postgres.options.js';
export { postgresReceipts, type PostgresReceiptsOptions } from './postgres-receipts.js';
