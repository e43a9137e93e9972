import { byRequestId, type CallbackClass, type TencentChatWebhookOptions } from 'nestjs-tencent-chat-webhook';
import type { Extra } from './server.js';

/** The options that each takes. Loaded when chosen: what another one needs must not lie in this one's memory. */
export const EXTRAS: Record<
  Extra,
  () => Promise<Pick<TencentChatWebhookOptions, 'callbacks' | 'telemetry'>>
> = {
  // Dispatch by table does not notice.
  '1,000 callbacks more': async () => ({
    callbacks: Array.from({ length: 1000 }, (_, nth) => callback(nth)),
  }),
};

function callback(nth: number): CallbackClass {
  return class {
    static readonly command = `Bench.Callback${nth}`;
    static readonly event = `bench.${nth}`;
    static readonly idempotencyKey = byRequestId;
  };
}
