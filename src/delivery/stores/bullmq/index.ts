export { bullMqDelivery } from './bullmq-delivery.js';
export type { BullMqDeliveryOptions } from './bullmq.options.js';
