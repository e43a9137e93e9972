import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DynamicModule } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { Test } from '@nestjs/testing';
import { expect, it, onTestFinished, vi } from 'vitest';
import { OnTencentChatEvent } from '../../src/index.js';
import { createTestApp, registration } from '../support/create-test-app.js';

const OURS = dirname(createRequire(import.meta.url).resolve('@nestjs/event-emitter/package.json'));

interface Copy {
  EventEmitterModule: { forRoot(): DynamicModule };
}

/** Loads the app's EventEmitterModule from a second installation of its package. */
async function secondCopy(): Promise<Copy> {
  const folder = mkdtempSync(join(OURS, '../../.second-emitter-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(OURS, folder, { recursive: true });
  const { main }: { main: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return import(pathToFileURL(join(folder, main)).href) as Promise<Copy>;
}

async function start(...imports: DynamicModule[]): Promise<void> {
  const module = await Test.createTestingModule({ imports: [registration(), ...imports] }).compile();
  await module.createNestApplication({ logger: false }).init();
}

it('an app whose emitter comes from a second copy of its package does not start, and both places are named', async () => {
  const { EventEmitterModule } = await secondCopy();
  await expect(start(EventEmitterModule.forRoot())).rejects.toThrow(
    /^there are two copies of @nestjs\/event-emitter: TencentChatWebhookModule loads \/.*event-emitter.*, and the app \/.*: install one version/,
  );
});

it('an app without EventEmitterModule does not start', async () => {
  await expect(start()).rejects.toThrow(/needs EventEmitterModule: add/);
});

it.each([
  ['with emit alone', { emit: vi.fn(), emitAsync: vi.fn() }],
  ['whose methods return nothing', { emit: vi.fn(), on: vi.fn(), listeners: vi.fn(), listenersAny: vi.fn() }],
])('a test may replace the emitter by a mock %s', async (_what, mock) => {
  const alarms: object[] = [];
  class Alarms {
    @OnTencentChatEvent('group.quotaAlarm')
    warn(event: object): void {
      alarms.push(event);
    }
  }
  const test = await createTestApp({
    providers: [Alarms],
    // Nest 11 itself calls the last one when the app is closed.
    override: (builder) =>
      builder
        .overrideProvider(EventEmitter2)
        .useValue({ ...mock, onAny: vi.fn(), removeAllListeners: vi.fn() }),
  });
  expect((await test.callback()).status).toBe(200);
  await expect.poll(() => alarms).toHaveLength(1);
  await test.app.close();
});
