import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lmdbDelivery, type LmdbDeliveryOptions } from '../../src/delivery/stores/lmdb/index.js';
import {
  ConfigurationError,
  inProcessDelivery,
  TencentChatWebhookModule,
  type TencentChatWebhookOptions,
} from '../../src/index.js';
import {
  ADAPTERS,
  createTestApp,
  QUIET,
  registration,
  SDK_APP_ID,
  TOKEN,
  type TestApp,
} from '../support/create-test-app.js';

const RIGHT = { sdkAppId: SDK_APP_ID, token: TOKEN };

@Injectable()
class Settings {
  createTencentChatWebhookOptions(): TencentChatWebhookOptions {
    return RIGHT;
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

function start(...imports: DynamicModule[]) {
  return Test.createTestingModule({ imports: [EventEmitterModule.forRoot(), ...imports] })
    .setLogger(QUIET)
    .compile();
}

describe('forRootAsync', () => {
  let test: TestApp;
  afterEach(() => test.app.close());

  it.each<[string, () => DynamicModule]>([
    [
      'useFactory',
      () =>
        TencentChatWebhookModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: async (settings: Settings) => settings.createTencentChatWebhookOptions(),
          path: 'elsewhere',
        }),
    ],
    ['useClass', () => TencentChatWebhookModule.forRootAsync({ useClass: Settings, path: 'elsewhere' })],
    [
      'useExisting',
      () =>
        TencentChatWebhookModule.forRootAsync({
          imports: [SettingsModule],
          useExisting: Settings,
          path: 'elsewhere',
        }),
    ],
  ])('takes %s, with the path beside it', async (_how, asynchronous) => {
    for (const adapter of ADAPTERS) {
      test = await createTestApp({ adapter, registrations: [asynchronous()] });
      expect((await test.callback({ path: '/elsewhere' })).status).toBe(200);
      await test.events.get('group.quotaAlarm');
      if (adapter !== ADAPTERS.at(-1)) await test.app.close();
    }
  });
});

describe('a wrong option refuses to start', () => {
  it.each<[string, unknown, RegExp]>([
    ['no token', { sdkAppId: 1 }, /"token" is missing; give the token that is set/],
    ['an empty token', { sdkAppId: 1, token: '' }, /"token" is an empty string/],
    ['a null token', { sdkAppId: 1, token: null }, /"token" is null/],
    [
      'a token with white space',
      { sdkAppId: 1, token: 'secret\n' },
      /"token" is a string with white space around it; trim/,
    ],
    ['no tokens', { sdkAppId: 1, token: [] }, /"token" is an empty list/],
    ['an empty token among others', { sdkAppId: 1, token: ['secret', ''] }, /"token" is a list/],
    ['the text false for a token', { sdkAppId: 1, token: 'false' }, /"token" is the string "false"; give/],
    ['true for a token', { sdkAppId: 1, token: true }, /"token" is true/],
    ['no sdkAppId', { token: 'secret' }, /"sdkAppId" is missing; give the SDKAppID/],
    [
      'a string for sdkAppId',
      { sdkAppId: '1400000000', token: 'secret' },
      /"sdkAppId" is a string.*Number\(/,
    ],
    ['NaN for sdkAppId', { sdkAppId: Number.NaN, token: 'secret' }, /"sdkAppId" is NaN/],
    ['apps beside a token', { apps: [{ ...RIGHT }], token: 'secret' }, /"apps" is given together with/],
    ['no apps', { apps: [] }, /"apps" is an empty list/],
    ['an app without a token', { apps: [RIGHT, { sdkAppId: 2 }] }, /"apps\[1\]\.token" is missing/],
    ['an app that is none', { apps: [null] }, /"apps\[0\]" is null/],
    ['an app twice', { apps: [RIGHT, RIGHT] }, /"apps" is naming an sdkAppId twice/],
    [
      'a misspelt option',
      { ...RIGHT, tolerance: 60 },
      /"tolerance" is not known; the options here are .*toleranceSeconds/,
    ],
    ['a tolerance of a minute', { ...RIGHT, toleranceSeconds: '1m' }, /"toleranceSeconds" is a string/],
    [
      'no tolerance',
      { ...RIGHT, toleranceSeconds: 0 },
      /"toleranceSeconds" is 0; give a whole number of at least 1/,
    ],
    ['a bodyLimit of text', { ...RIGHT, bodyLimit: '256kb' }, /"bodyLimit" is a string/],
    [
      'another way with unknown commands',
      { ...RIGHT, unknownCommands: 'ignore' },
      /"unknownCommands" is a string/,
    ],
    ['a prefix that is none', { ...RIGHT, eventPrefix: 7 }, /"eventPrefix" is 7/],
    ['a delivery that is none', { ...RIGHT, delivery: {} }, /"delivery" is of type object/],
    [
      'more time for verdicts than Chat waits',
      { ...RIGHT, verdicts: { timeoutMs: 1901 } },
      /"verdicts\.timeoutMs" is 1901; .* at most 1900/,
    ],
    [
      'a fallback that is none',
      { ...RIGHT, verdicts: { fallback: 'drop' } },
      /"verdicts\.fallback" is a string/,
    ],
    ...(
      [
        [true, /"quota" is true; give an object/],
        [{ level: [0.7] }, /"quota\.level" is not known/],
        [{ levels: [] }, /"quota\.levels" is \[\]/],
        [{ levels: [0.8, 0.7] }, /"quota\.levels" is \[0\.8,0\.7\]/],
        [{ levels: [0.7, 0.7] }, /"quota\.levels" is \[0\.7,0\.7\]/],
        [{ levels: [0, 1] }, /"quota\.levels" is \[0,1\]/],
        [{ levels: [0.7, 1.1] }, /"quota\.levels" is \[0\.7,1\.1\]/],
        [{ levels: 0.7 }, /"quota\.levels" is 0\.7/],
        [{ timeZone: 'Asia/Peking' }, /"quota\.timeZone" is "Asia\/Peking"; give an IANA name/],
        [{ timeZone: 8 }, /"quota\.timeZone" is 8/],
        [{ guard: true }, /"quota\.guard" is true; give an object/],
        [{ guard: { above: 1 } }, /"quota\.guard\.above" is not known/],
        [{ guard: { denyFrom: 95 } }, /"quota\.guard\.denyFrom" is 95/],
        [{ guard: { code: 5 } }, /"quota\.guard\.code" is 5; .* honours 1 or a code from 10100 to 10200/],
        [{ guard: { info: 5 } }, /"quota\.guard\.info" is 5/],
        [{ guard: { exempt: 5 } }, /"quota\.guard\.exempt" is 5/],
      ] as const
    ).map(([quota, message]): [string, unknown, RegExp] => [
      `the quota ${JSON.stringify(quota)}`,
      { ...RIGHT, quota },
      message,
    ]),
  ])('%s', async (_what, options, message) => {
    const wrong = options as TencentChatWebhookOptions;
    for (const module of [
      () => TencentChatWebhookModule.forRoot(wrong),
      () => TencentChatWebhookModule.forRootAsync({ useFactory: () => wrong }),
    ]) {
      const error: unknown = await start(module()).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(String(error)).toMatch(message);
      expect(String(error)).not.toContain('secret');
    }
  });

  it.each<[string, object, RegExp]>([
    ['an empty path', { path: '' }, /"path" is ""/],
    ['a path with a parameter', { path: 'hook/:id' }, /"path" is "hook\/:id"/],
    ['a path of white space', { path: 'a b' }, /"path" is "a b"/],
    ['decorators that are none', { decorators: ['Public'] }, /"decorators" is a list/],
    ['a name with a space', { name: 'my staging' }, /"name" is "my staging"; give 1 to 64 letters/],
    ['an empty name', { name: '' }, /"name" is an empty string/],
    ['a word for isGlobal', { isGlobal: 'yes' }, /"isGlobal" is a string/],
  ])('%s', (_what, extras, message) => {
    expect(() => TencentChatWebhookModule.forRoot({ ...RIGHT, ...extras })).toThrow(message);
    expect(() => TencentChatWebhookModule.forRootAsync({ useFactory: () => RIGHT, ...extras })).toThrow(
      message,
    );
  });

  it.each<[object, RegExp]>([
    [{ capacity: 0 }, /"delivery\.capacity" is 0/],
    [{ capacityBytes: '64M' }, /"delivery\.capacityBytes" is a string/],
    [{ concurrency: 1.5 }, /"delivery\.concurrency" is 1\.5/],
    [{ dedupeWindowMs: -1 }, /"delivery\.dedupeWindowMs" is -1/],
    [{ drainTimeoutMs: '5s' }, /"delivery\.drainTimeoutMs" is a string/],
    [{ attempts: 3 }, /"delivery\.attempts" is not known/],
    [{ deadLetters: 5 }, /"delivery\.deadLetters" is 5; give an object/],
    [{ deadLetters: { capacity: 5 } }, /"delivery\.deadLetters\.capacity" is not known; .* max, maxAgeMs/],
    [{ deadLetters: { max: 0 } }, /"delivery\.deadLetters\.max" is 0/],
    [{ deadLetters: { maxAgeMs: '30d' } }, /"delivery\.deadLetters\.maxAgeMs" is a string/],
    [{ drainTimeoutMs: 2 ** 31 }, /"delivery\.drainTimeoutMs" is 2147483648; .* at most 2147483647/],
    [{ retry: { crashes: 0 } }, /"delivery\.retry\.crashes" is 0/],
    [{ retry: 3 }, /"delivery\.retry" is 3; give an object/],
    [{ retry: { times: 3 } }, /"delivery\.retry\.times" is not known/],
    [{ retry: { attempts: 0 } }, /"delivery\.retry\.attempts" is 0; give a whole number of at least 1/],
    [{ retry: { initialDelayMs: -1 } }, /"delivery\.retry\.initialDelayMs" is -1/],
    [{ retry: { maxDelayMs: 1e10 } }, /"delivery\.retry\.maxDelayMs" is 10000000000; .* at most 2147483647/],
  ])('%j of inProcessDelivery', (options, message) => {
    expect(() => inProcessDelivery(options)).toThrow(message);
  });

  it.each<[object, RegExp]>([
    [{}, /"delivery\.path" is missing; give a directory/],
    [{ path: '' }, /"delivery\.path" is an empty string/],
    [{ path: 'inbox', capacity: 5 }, /"delivery\.capacity" is not known/],
    [{ path: 'inbox', concurrency: 0 }, /"delivery\.concurrency" is 0/],
  ])('%j of lmdbDelivery', (options, message) => {
    expect(() => lmdbDelivery(options as LmdbDeliveryOptions)).toThrow(message);
  });

  const two = (changes: object) => ({
    registrations: [
      registration({ name: 'one', path: 'one' }),
      registration({ name: 'two', path: 'two', ...changes }),
    ],
  });

  it.each<[string, object, RegExp]>([
    ['path', { path: 'one' }, /"path" is "one" in two registrations; give each its own path/],
    ['path in another case', { path: '/ONE/' }, /"path" is "ONE" in two registrations/],
    ['name', { name: 'one' }, /"name" is "one" in two registrations; give each its own name/],
  ])('the same %s twice', async (_what, changes, message) => {
    await expect(createTestApp(two(changes))).rejects.toThrow(message);
  });

  it('two registrations that are global', async () => {
    const registrations = ['one', 'two'].map((name) => registration({ name, path: name, isGlobal: true }));
    await expect(createTestApp({ registrations })).rejects.toThrow(
      /"isGlobal" is "true" in two registrations; make one of them global/,
    );
  });

  it('two apps in one process may have the same registration', async () => {
    const apps = await Promise.all([createTestApp(), createTestApp()]);
    for (const { app } of apps) await app.close();
  });

  it('no EventEmitterModule', async () => {
    const moduleRef = await Test.createTestingModule({ imports: [registration()] })
      .setLogger(QUIET)
      .compile();
    await expect(moduleRef.createNestApplication().init()).rejects.toThrow(
      /add EventEmitterModule\.forRoot\(\) from @nestjs\/event-emitter to the imports/,
    );
  });
});

describe('options at work', () => {
  let test: TestApp;
  afterEach(() => test.app.close());

  it('finds an EventEmitterModule that is not global', async () => {
    test = await createTestApp({ emitter: [EventEmitterModule.forRoot({ global: false })] });
    expect((await test.callback()).status).toBe(200);
    await test.events.get('group.quotaAlarm');
  });

  it('token: false accepts unsigned callbacks and says so at start-up', async () => {
    const warn = vi.fn();
    const logger = { log() {}, error() {}, warn };
    test = await createTestApp({ options: { token: false }, logger });
    expect(warn).toHaveBeenCalledWith(
      expect.stringMatching(/SdkAppid 1400000000 are not authenticated/),
      'TencentChatWebhook',
    );
    expect((await test.callback({ token: false })).status).toBe(200);
    expect((await test.callback({ token: 'whatever', body: { a: 1 }, command: 'X.Y' })).status).toBe(200);
  });

  it('toleranceSeconds widens the window', async () => {
    test = await createTestApp({ options: { toleranceSeconds: 600 } });
    const requestTime = Math.floor(Date.now() / 1000) - 500;
    expect((await test.callback({ requestTime })).status).toBe(200);
    expect((await test.callback({ requestTime: requestTime - 200 })).status).toBe(401);
  });

  it("unknownCommands: 'reject' refuses what the catalogue does not know", async () => {
    test = await createTestApp({ options: { unknownCommands: 'reject' } });
    const answer = await test.callback({ command: 'Group.CallbackOfTomorrow' });
    expect(answer.status).toBe(400);
    expect(answer.json.ErrorInfo).toBe('this CallbackCommand is not known here: "Group.CallbackOfTomorrow"');
    expect(test.events.names).toEqual(['tencentChat.rejected']);
  });

  it('bodyLimit may be raised over what the parsers of the host would take', async () => {
    for (const adapter of ADAPTERS) {
      test = await createTestApp({ adapter, options: { bodyLimit: 3_000_000 } });
      const body = { CallbackCommand: 'X.Y', Filling: 'x'.repeat(2_500_000) };
      expect((await test.callback({ command: 'X.Y', body })).status).toBe(200);
      if (adapter !== ADAPTERS.at(-1)) await test.app.close();
    }
  });
});
