import type { ModuleMetadata } from '@nestjs/common';
import { byRequestId, type CallbackClass, type TencentChatWebhookOptions } from 'nestjs-tencent-chat-webhook';
import type { Extra } from './server.js';

/** What an extra adds to the app. */
interface ExtraParts {
  options?: Pick<TencentChatWebhookOptions, 'callbacks' | 'telemetry'>;
  /** Modules in addition to the package's. */
  imports?: NonNullable<ModuleMetadata['imports']>;
}

/** Modules are imported when their extra is chosen, so that they take no memory in another one. */
export const EXTRAS: Record<Extra, () => Promise<ExtraParts>> = {
  // The number of commands should not change the dispatch, which uses a map.
  '1,000 callbacks more': async () => ({
    options: { callbacks: Array.from({ length: 1000 }, (_, nth) => callback(nth)) },
  }),
  // Nobody opens the console's page.
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
