import type { ModuleMetadata } from '@nestjs/common';
import { byRequestId, type CallbackClass, type TencentChatWebhookOptions } from 'nestjs-tencent-chat-webhook';
import type { Extra } from './server.js';

/** What an extra adds to the app. */
interface ExtraParts {
  options?: Pick<TencentChatWebhookOptions, 'callbacks' | 'telemetry' | 'quota'>;
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
  'creations uncounted': async () => ({ options: { quota: { count: false } } }),
  'telemetry without an SDK': openTelemetry,
  metrics: () => withSdk(false, openTelemetry),
  'metrics by hand': () => withSdk(false, () => byHand(false)),
  'metrics and traces': () => withSdk(true, openTelemetry),
  'metrics and traces by hand': () => withSdk(true, () => byHand(true)),
};

/** Registers the SDK first, because telemetry looks for it when it is made. */
async function withSdk(traces: boolean, telemetry: () => Promise<ExtraParts>): Promise<ExtraParts> {
  const { registerMetrics, registerTraces } = await import('./open-telemetry-sdk.js');
  registerMetrics();
  if (traces) registerTraces();
  return telemetry();
}

async function byHand(traces: boolean): Promise<ExtraParts> {
  const { telemetryByHand } = await import('./telemetry-by-hand.js');
  return { options: { telemetry: telemetryByHand(traces) } };
}

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
