import type { ModuleMetadata } from '@nestjs/common';
import { byRequestId, type CallbackClass, type TencentChatWebhookOptions } from 'nestjs-tencent-chat-webhook';
import type { Extra } from './server.js';

/** What an app with an extra has beyond the defaults. */
interface ExtraParts {
  options?: Pick<TencentChatWebhookOptions, 'callbacks' | 'telemetry'>;
  /** Modules beside the package's own. */
  imports?: NonNullable<ModuleMetadata['imports']>;
}

/** Loaded when chosen: what another one needs must not lie in this one's memory. */
export const EXTRAS: Record<Extra, () => Promise<ExtraParts>> = {
  // Dispatch by table does not notice.
  '1,000 callbacks more': async () => ({
    options: { callbacks: Array.from({ length: 1000 }, (_, nth) => callback(nth)) },
  }),
  // Nobody has its page open.
  journal: async () => {
    const { TencentChatConsoleModule } = await import('nestjs-tencent-chat-webhook/console');
    return { imports: [TencentChatConsoleModule.forRoot({ guards: 'public' })] };
  },
  'telemetry without an SDK': openTelemetry,
  metrics: async () => {
    const { registerMetrics } = await import('./open-telemetry-sdk.js');
    registerMetrics();
    return openTelemetry();
  },
  'metrics and traces': async () => {
    const { registerMetrics, registerTraces } = await import('./open-telemetry-sdk.js');
    registerMetrics();
    registerTraces();
    return openTelemetry();
  },
};

async function openTelemetry(): Promise<ExtraParts> {
  const { openTelemetry: telemetry } = await import('nestjs-tencent-chat-webhook/opentelemetry');
  return { options: { telemetry: telemetry() } };
}

function callback(nth: number): CallbackClass {
  return class {
    static readonly command = `Bench.Callback${nth}`;
    static readonly event = `bench.${nth}`;
    static readonly idempotencyKey = byRequestId;
  };
}
