import { ClientsModule, Transport } from '@nestjs/microservices';
import { CloudEvent } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byRequestId, DeadLetters, type DeliveryFactory, inProcessDelivery } from '../../src/index.js';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { registration, SDK_APP_ID, signedRequest } from '../support/create-test-app.js';
import { eventually } from '../support/eventually.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';
import { freePort, hasRedis, RedisServer } from '../support/redis/redis-server.js';
import { StepLog } from '../support/step-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { RedisChannels } from './redis-channels.js';
import { startRelayApp } from './relay-app.js';

const CREATED = 'Group.CallbackAfterCreateGroup';
const INFO_CHANGED = 'Group.CallbackAfterGroupInfoChanged';

/** Through the client of an app: Redis, because a test sees at once what it publishes. */
function through(port: number, changes: object) {
  const options = { host: '127.0.0.1', port };
  const imports = [ClientsModule.register([{ name: 'EVENTS', transport: Transport.REDIS, options }])];
  return { imports, client: 'EVENTS', ...changes };
}

class OwnBody {
  static readonly command = 'Own.CallbackOfTomorrow';
  static readonly event = 'own.tomorrow';
  static readonly idempotencyKey = byRequestId;
}

describe.runIf(hasRedis())('the relay', { timeout: 120_000 }, () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.remove());

  it('emits an event as a CloudEvent', async () => {
    const channels = await RedisChannels.of(redis);
    const test = await startRelayApp({ relay: through(redis.port, { events: ['group.infoChanged'] }) });
    await test.callback({ command: INFO_CHANGED });
    const [{ pattern, data } = { pattern: '', data: {} }] = await channels.first(1);
    const body = bodyOf(INFO_CHANGED);
    expect(pattern).toBe('group.infoChanged');
    expect(data).toEqual({
      specversion: '1.0',
      id: expect.stringContaining(`${SDK_APP_ID}/${INFO_CHANGED}/`),
      source: `urn:tencent-chat:${SDK_APP_ID}`,
      type: 'group.infoChanged',
      subject: body.GroupId,
      partitionkey: JSON.stringify([body.GroupId, 'Notification']),
      time: new Date(body.EventTime).toISOString(),
      datacontenttype: 'application/json',
      data: body,
    });
    expect(new CloudEvent(data).validate()).toBe(true);
  });

  it('emits the event itself in the plain format', async () => {
    const channels = await RedisChannels.of(redis);
    const relay = through(redis.port, { events: ['group.created'], format: 'plain' });
    const test = await startRelayApp({ relay });
    await test.callback({ command: CREATED });
    const [message] = await channels.first(1);
    expect(message).toEqual({
      pattern: 'group.created',
      data: {
        id: expect.stringContaining(CREATED),
        name: 'group.created',
        command: CREATED,
        sdkAppId: SDK_APP_ID,
        clientIp: '203.0.113.7',
        optPlatform: 'RESTAPI',
        eventTime: expect.stringMatching(/Z$/),
        receivedAt: expect.stringMatching(/Z$/),
        body: bodyOf(CREATED),
      },
    });
  });

  it('emits the events of its names, patterns and classes, derived events included', async () => {
    const channels = await RedisChannels.of(redis);
    const events = ['group.quota*', 'state.changed', OwnBody];
    const test = await startRelayApp({
      options: { callbacks: [OwnBody] },
      relay: through(redis.port, { events }),
    });
    await test.callback({ body: { ...(signedRequest().body as object), QuotaUsed: 8000 } });
    await test.callback({ command: CREATED });
    await test.callback({ command: 'State.StateChange' });
    await test.callback({ command: OwnBody.command });
    const messages = await channels.first(4);
    expect(messages.map(({ pattern }) => pattern).toSorted()).toEqual([
      'group.quotaAlarm',
      'group.quotaLevelReached',
      'own.tomorrow',
      'state.changed',
    ]);
    const level = messages.find(({ pattern }) => pattern === 'group.quotaLevelReached');
    expect(level?.data).toMatchObject({
      id: expect.stringMatching(/^quota\/1400000000\/.*\/0\.8$/),
      data: { level: 0.8, used: 8000, sdkAppId: SDK_APP_ID },
    });
    expect(level?.data.data).not.toHaveProperty('attempt');
    expect(messages.find(({ pattern }) => pattern === 'state.changed')?.data).toHaveProperty(
      'subject',
      expect.any(String),
    );
  });

  it('emits the events of every registration with its prefix', async () => {
    const channels = await RedisChannels.of(redis);
    const test = await startRelayApp({
      registrations: [
        registration({ eventPrefix: 'eu.' }),
        registration({ name: 'asia', path: 'asia', eventPrefix: 'eu.', sdkAppId: 1400000001 }),
        registration({ name: 'other', path: 'other' }),
      ],
      relay: through(redis.port, { events: ['group.created'], eventPrefix: 'eu.' }),
    });
    await test.callback({ command: CREATED, path: '/other' });
    await test.callback({ command: CREATED });
    await test.callback({ command: CREATED, path: '/asia', sdkAppId: 1400000001 });
    const messages = await channels.first(2);
    expect(messages.map(({ data }) => String(data.source)).toSorted()).toEqual([
      `urn:tencent-chat:${SDK_APP_ID}`,
      'urn:tencent-chat:1400000001',
    ]);
    expect(messages.map(({ pattern }) => pattern)).toEqual(['group.created', 'group.created']);
  });

  it('retries an event until the broker is there', async () => {
    const port = await freePort();
    const retry = { attempts: 1000, initialDelayMs: 20, maxDelayMs: 20 };
    const test = await startRelayApp({ relay: through(port, { events: ['group.created'], retry }) });
    const steps = new StepLog(test.app, 'handled', 'completed');
    expect(await test.callback({ command: CREATED })).toMatchObject({ status: 200 });
    const failures = () => steps.all('handled').filter((step) => 'error' in step);
    await eventually(() => failures().length > 0);
    expect(failures()[0]).toMatchObject({ handler: 'relay:EVENTS', attempt: 1 });
    const late = await RedisServer.start(port);
    await steps.get('completed');
    await test.app.close();
    await late.remove();
  });

  it('makes a dead letter of an event that the broker did not get, which can be replayed to the relay alone', async () => {
    const port = await freePort();
    const relay = through(port, { events: ['group.created'], retry: { attempts: 1 } });
    const test = await startRelayApp({ relay });
    const steps = new StepLog(test.app, 'deadLettered');
    await test.callback({ command: CREATED });
    const { id } = await steps.get('deadLettered');
    const letters = test.app.get(DeadLetters, { strict: false });
    expect(await letters.list()).toMatchObject([{ id, handlers: ['relay:EVENTS'], reason: 'failed' }]);
    const late = await RedisServer.start(port);
    const channels = await RedisChannels.of(late);
    expect(await letters.replay(id, { handlers: ['relay:EVENTS'] })).toBe(true);
    const [message] = await channels.first(1);
    expect(message?.data.id).toBe(id);
    await test.app.close();
    await late.remove();
  });

  it('goes on after the broker was killed under load', async () => {
    const broker = await RedisServer.start();
    const channels = await RedisChannels.of(broker);
    const retry = { attempts: 1000, initialDelayMs: 20, maxDelayMs: 100 };
    const relay = through(broker.port, { events: ['group.created'], retry });
    const test = await startRelayApp({ options: { quota: false }, relay });
    const steps = new StepLog(test.app, 'completed', 'handled');
    const count = 400;
    const send = (nth: number) =>
      test.callback({ command: CREATED, body: { ...bodyOf(CREATED), GroupId: `@TGS#${nth}` } });
    let restart = Promise.resolve();
    for (let nth = 0; nth < count; nth += 1) {
      expect(await send(nth)).toMatchObject({ status: 200 });
      if (nth === count / 4) restart = broker.kill();
      if (nth === count / 2) restart = restart.then(() => broker.start());
    }
    await restart;
    await eventually(() => steps.all('completed').length === count, 60_000);
    expect(steps.all('handled').some((step) => 'error' in step)).toBe(true);
    // Redis keeps nothing for those who were away, so that some events are in no channel.
    const sent = new Set(steps.all('completed').map(({ id }) => id));
    expect(channels.messages.map(({ data }) => String(data.id)).filter((id) => !sent.has(id))).toEqual([]);
    const before = channels.messages.length;
    let nth = count;
    await eventually(async () => {
      await send((nth += 1));
      return channels.messages.length > before;
    });
    await test.app.close();
    await broker.remove();
  });

  it.each<[string, () => DeliveryFactory | Promise<DeliveryFactory>, boolean]>([
    ['inProcessDelivery', () => inProcessDelivery(), true],
    ['lmdbDelivery', () => lmdbDelivery({ path: temporaryFolder() }), true],
    ['bullMqDelivery', () => bullMqDelivery({ connection: { port: redis.port } }), true],
    [
      'postgresDelivery',
      async () => postgresDelivery({ connection: (await startPostgres()).url() }),
      hasPostgres(),
    ],
  ])('works with %s', async (_name, makeDelivery, isInstalled) => {
    if (!isInstalled) return;
    const channels = await RedisChannels.of(redis);
    const delivery = await makeDelivery();
    const test = await startRelayApp({
      options: { delivery },
      relay: through(redis.port, { events: ['*'] }),
    });
    await test.callback({ command: CREATED });
    const [message] = await channels.first(1);
    expect(message?.pattern).toBe('group.created');
  });
});

/** The body of a sample as its event has it. */
function bodyOf(command: string) {
  const body = signedRequest({ command }).body as { GroupId: string; EventTime: string };
  return { ...body, EventTime: Number(body.EventTime) };
}
