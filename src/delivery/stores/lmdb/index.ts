export { lmdbDelivery } from './lmdb-delivery.js';
export type { LmdbDeliveryOptions } from './lmdb.options.js';
