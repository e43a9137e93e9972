import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  type DeadLetters,
  type DeliveryMonitor,
  type GroupQuotaAlarmEvent,
  getDeadLettersToken,
  getDeliveryMonitorToken,
  getQuotaWatchToken,
  inProcessDelivery,
  InjectDeadLetters,
  InjectDeliveryMonitor,
  InjectQuotaWatch,
  OnTencentChatEvent,
  type QuotaWatch,
  TencentChatWebhookModule,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import {
  createTestApp,
  registration,
  SDK_APP_ID,
  type TestApp,
  type TestAppOptions,
} from '../support/create-test-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const STAGING_ID = 1400000007;

describe('what a registration keeps', () => {
  @Injectable()
  class Operations {
    constructor(
      @InjectDeadLetters() readonly letters: DeadLetters,
      @InjectDeadLetters('staging') readonly stagingLetters: DeadLetters,
      @InjectDeliveryMonitor() readonly monitor: DeliveryMonitor,
      @InjectDeliveryMonitor('staging') readonly stagingMonitor: DeliveryMonitor,
      @InjectQuotaWatch() readonly watch: QuotaWatch,
      @InjectQuotaWatch('staging') readonly stagingWatch: QuotaWatch,
    ) {}
  }

  let test: TestApp;
  beforeEach(async () => {
    const delivery = lmdbDelivery({ path: temporaryFolder() });
    test = await createTestApp({
      providers: [Operations],
      registrations: [
        registration(),
        TencentChatWebhookModule.forRootAsync({
          name: 'staging',
          path: 'staging',
          useFactory: () => ({ sdkAppId: STAGING_ID, token: 'staging', delivery }),
        }),
      ],
    });
  });
  afterEach(() => test.app.close());

  it('can be injected by the name of the registration, and is separate for each', async () => {
    const operations = test.app.get(Operations);
    const staging = { path: 'staging', sdkAppId: STAGING_ID, token: 'staging' };
    await test.callback({ ...staging, body: { ...sampleCallback(ALARM), Quota: 'many' } });
    expect(await operations.stagingLetters.count()).toBe(1);
    expect(await operations.letters.count()).toBe(0);
    expect(await operations.stagingMonitor.stats()).toMatchObject({ dead: 1 });
    expect(await operations.monitor.stats()).toMatchObject({ dead: 0 });
    expect(operations.stagingMonitor.durable).toBe(true);

    await test.callback(staging);
    await vi.waitFor(() => expect(operations.stagingWatch.snapshot(STAGING_ID)?.alarms).toBe(1));
    expect(operations.watch.snapshots().size).toBe(0);
    await test.callback();
    await vi.waitFor(() => expect(operations.watch.snapshot(SDK_APP_ID)?.alarms).toBe(1));
    expect(operations.stagingWatch.snapshots().size).toBe(1);
  });

  it('has tokens, which are those that the decorators inject', () => {
    const operations = test.app.get(Operations);
    expect(test.app.get(getDeadLettersToken('staging'))).toBe(operations.stagingLetters);
    expect(test.app.get(getDeadLettersToken())).toBe(operations.letters);
    expect(test.app.get(getDeadLettersToken('default'))).toBe(operations.letters);
    expect(test.app.get(getDeliveryMonitorToken('staging'))).toBe(operations.stagingMonitor);
    expect(test.app.get(getQuotaWatchToken('staging'))).toBe(operations.stagingWatch);
    expect(operations.stagingLetters).not.toBe(operations.letters);
  });
});

describe('two registrations with one inbox', () => {
  it('are refused at start-up, with the names of both', async () => {
    const path = temporaryFolder();
    const registrations = [
      registration({ name: 'first', delivery: lmdbDelivery({ path }) }),
      registration({ name: 'second', path: 'second', delivery: lmdbDelivery({ path: `${path}/.` }) }),
    ];
    await expect(createTestApp({ registrations })).rejects.toThrow(
      /"delivery" is the same store \(the inbox .*\) for the registrations 'first' and 'second'; give each registration its own store/,
    );
  });

  it('are fine with one each', async () => {
    const test = await createTestApp({
      registrations: [
        registration({ name: 'first', delivery: lmdbDelivery({ path: temporaryFolder() }) }),
        registration({
          name: 'second',
          path: 'second',
          delivery: lmdbDelivery({ path: temporaryFolder() }),
        }),
      ],
    });
    expect((await test.callback()).status).toBe(200);
    expect((await test.callback({ path: 'second' })).status).toBe(200);
    await test.app.close();
  });
});

type Registration = ReturnType<typeof registration>;

describe('the line at start-up', () => {
  const linesOf = (...registrations: Registration[]) => linesIn({ registrations });

  async function linesIn(options: TestAppOptions): Promise<string[]> {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const test = await createTestApp({ ...options, logger: { log, warn() {}, error() {} } });
    onTestFinished(() => test.app.close());
    return lines.filter((line) => line.startsWith('registration '));
  }

  it('says for each registration where it receives, for whom, and whether it survives a crash', async () => {
    const path = temporaryFolder();
    const apps = [
      { sdkAppId: 7, token: 'a' },
      { sdkAppId: 8, token: 'b' },
    ];
    const lines = await linesOf(
      registration({ delivery: inProcessDelivery() }),
      registration({
        name: 'staging',
        path: 'staging/hook',
        sdkAppId: undefined,
        token: undefined,
        apps,
        delivery: lmdbDelivery({ path }),
      }),
    );
    expect(lines.toSorted()).toEqual([
      "registration 'default' receives at /tencent-chat/webhook for SdkAppid 1400000000; accepted callbacks are kept in process and do not survive a crash",
      `registration 'staging' receives at /staging/hook for SdkAppid 7, 8; accepted callbacks are kept in ${path} and survive a crash`,
    ]);
  });

  it('includes the prefixes of the app, unless the path is excluded from them', async () => {
    const path = 'chat/webhook';
    const prefixed = (exclude: string[]) =>
      linesIn({
        registrations: [registration({ path })],
        configure: (app) => app.setGlobalPrefix('api/v1', { exclude }),
      });
    expect((await prefixed([])).join()).toContain(' receives at /api/v1/chat/webhook for ');
    expect((await prefixed([path])).join()).toContain(' receives at /chat/webhook for ');
  });

  it('shortens a segment that may be a secret', async () => {
    const [line] = await linesOf(registration({ path: 'hooks/c0ffee5ecre7-9aLk2mQx/chat' }));
    expect(line).toMatch(/ receives at \/hooks\/c0ff…\/chat for /);
    expect(line).not.toContain('5ecre7');
  });
});

it('an app that listens while it is still being initialised has one registration, which calls handlers once', async () => {
  const calls: string[] = [];
  @Injectable()
  class Alarms {
    @OnTencentChatEvent('group.quotaAlarm')
    warn(event: GroupQuotaAlarmEvent): void {
      calls.push(event.id);
    }
  }
  // Fastify itself refuses this.
  const test = await createTestApp({ providers: [Alarms], configure: (app) => void app.init() });
  expect((await test.callback()).status).toBe(200);
  await expect.poll(() => calls.length).toBe(1);
  await test.app.close();
  expect(calls).toHaveLength(1);
});
