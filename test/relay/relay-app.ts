import type { LoggerService, ModuleMetadata } from '@nestjs/common';
import { onTestFinished } from 'vitest';
import { TencentChatRelayModule, type TencentChatRelayOptions } from '../../src/relay/index.js';
import { createTestApp, registration, type TestApp } from '../support/create-test-app.js';

/** Options of a relay, and of the app around it. */
export interface RelayAppOptions {
  relay: object;
  options?: Parameters<typeof registration>[0];
  registrations?: NonNullable<ModuleMetadata['imports']>;
  logger?: LoggerService;
}

/** Starts an app with a relay, which runs until the end of the test. */
export async function startRelayApp({
  relay,
  options,
  registrations = [registration(options)],
  logger,
}: RelayAppOptions): Promise<TestApp> {
  const test = await createTestApp({ registrations: [...registrations, relayModule(relay)], logger });
  onTestFinished(() => test.app.close());
  return test;
}

/** The module as JavaScript would make it: with options that the compiler would refuse. */
export function relayModule(options: object) {
  return TencentChatRelayModule.forRoot(options as TencentChatRelayOptions);
}
