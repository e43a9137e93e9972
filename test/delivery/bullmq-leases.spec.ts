import { describe, expect, it, type TestContext } from 'vitest';
import { shortId } from '../../src/common/short-id.js';
import { BullMqStore } from '../../src/delivery/stores/bullmq/bullmq-store.js';
import { resolveBullMqOptions } from '../../src/delivery/stores/bullmq/bullmq.options.js';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import type { JobClaim } from '../../src/delivery/stores/bullmq/job.js';
import type { HandlersOf } from '../../src/delivery/port/record-handler.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { eventually } from '../support/eventually.js';
import { Gate } from '../support/gate.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';

const ALL = [Infinity, Infinity, Infinity] as const;

describe.runIf(hasRedis())('the leases of bullMqDelivery', { concurrent: true }, () => {
  it('keep the handlers of a lost claim from being called', async (test) => {
    const redis = await serverOf(test);
    const connection = { host: '127.0.0.1', port: redis.port };
    const factory = bullMqDelivery({ connection, queueName: 'callbacks', concurrency: 2 });
    const opened = await ObservedDelivery.open(test, factory);
    const gate = new Gate();
    const called: string[] = [];
    // The two handlers of the first record take both slots, so that the second one waits in memory.
    const handlersOf: HandlersOf = ({ id }) =>
      ['one', 'other'].map((handler) => ({
        id: handler,
        call: async (): Promise<undefined> => {
          called.push(id);
          await gate.pass();
        },
      }));
    opened.delivery.start(handlersOf);
    const [first, second] = [recordOf('held'), recordOf('lost')];
    await opened.delivery.accept(first);
    await gate.reached(2);
    await opened.delivery.accept(second);
    await eventually(async () => (await lockOf(redis, second.id)) !== null);
    await takeOver(redis, second.id);
    // A renewal ends with the maintenance. The first one may have begun before the loss.
    for (let nth = 0; nth < 2; nth += 1) {
      const before = await maintainedAt(redis);
      await eventually(async () => (await maintainedAt(redis)) !== before);
    }
    gate.open();
    await eventually(() => opened.completed.includes(first.id));
    // The lost claim takes no room any more.
    const third = recordOf('next');
    await opened.delivery.accept(third);
    await eventually(() => opened.completed.includes(third.id));
    expect(called).toEqual([first.id, first.id, third.id, third.id]);
  });

  it('are checked before each handler of a claim', async (test) => {
    const redis = await serverOf(test);
    const { store, claim } = await openStore(test, redis);
    const [held, lost] = [await claim(1), await claim(2)];
    expect([held, lost].map((each) => store.begin(each))).toEqual([true, true]);
    await takeOver(redis, lost.record.id);
    expect(store.begin(lost)).toBe(true);
    await store.renew();
    expect([held, lost, lost].map((each) => store.begin(each))).toEqual([true, false, false]);
    expect(await store.complete(lost)).toBe(false);
    expect(await store.complete(held)).toBe(true);
    expect(store.begin(held)).toBe(false);
  });

  it('outlive a lock that expired, and a job that Redis has lost', async (test) => {
    const redis = await serverOf(test);
    const { store, claim } = await openStore(test, redis);
    const [expired, gone] = [await claim(1), await claim(2)];
    const keys = [`${jobOf(expired.record.id)}:lock`, `${jobOf(gone.record.id)}:lock`, jobOf(gone.record.id)];
    await redis.ask((client) => client.del(keys));
    await store.renew();
    expect([expired, gone].map((each) => store.begin(each))).toEqual([true, true]);
    expect(await lockOf(redis, expired.record.id)).toBe(expired.token);
  });

  it('take the room of a claim once, however often its handlers begin', async (test) => {
    const redis = await serverOf(test);
    const { store, claim } = await openStore(test, redis);
    const long = await claim(1);
    for (const handler of ['one', 'other']) {
      expect(store.begin(long), handler).toBe(true);
      store.makeRoom(long);
    }
    await store.complete(long);
    for (const nth of [2, 3]) await claim(nth);
    await store.add(recordOf(4), true);
    await store.renew();
    expect([await lengthOf(redis, 'active'), await lengthOf(redis, 'wait')]).toEqual([2, 1]);
  });

  it('end at a drain if no handler was called, also if the claim takes no room', async (test) => {
    const redis = await serverOf(test);
    const { store, claim } = await openStore(test, redis, { concurrency: 4 });
    const [begun, , setAside] = [await claim(1), await claim(2), await claim(3)];
    for (const each of [begun, setAside]) store.makeRoom(each);
    store.begin(begun);
    store.drain();
    await eventually(async () => (await lengthOf(redis, 'wait')) === 2);
    expect(await redis.ask((client) => client.lrange('bull:callbacks:active', 0, -1))).toEqual([begun.id]);
    expect(store.begin(setAside)).toBe(false);
  });

  it('are those of the claims that the engine has room for, oldest first', async (test) => {
    const redis = await serverOf(test);
    const { store, found } = await openStore(test, redis, { concurrency: 4, takes: false, waiting: 5 });
    await eventually(() => found.count === 4);
    const idsOf = (claims: readonly JobClaim[]) => claims.map(({ record }) => record.id);
    expect(store.claim(0, Infinity, Infinity)).toEqual([]);
    expect(store.claim(10, Infinity, 0)).toEqual([]);
    const first = store.claim(10, Infinity, 1);
    expect(idsOf(first)).toEqual([recordOf(1).id]);
    expect(first[0]?.bytes).toBeGreaterThan(400);
    const two = store.claim(2, Infinity, Infinity);
    expect(idsOf(two)).toEqual([2, 3].map((nth) => recordOf(nth).id));
    // Nothing more is claimed as long as one is left.
    for (const claim of [...first, ...two]) await store.complete(claim);
    await store.renew();
    expect([await lengthOf(redis, 'active'), await lengthOf(redis, 'wait')]).toEqual([1, 1]);
    expect(idsOf(store.claim(...ALL))).toEqual([recordOf(4).id]);
    await eventually(async () => (await lengthOf(redis, 'active')) === 2);
  });

  it('are given up for claims that the engine does not take, and no others follow', async (test) => {
    const redis = await serverOf(test);
    const { store, found } = await openStore(test, redis, { takes: false, waiting: 3 });
    await eventually(() => found.count === 2);
    await store.renew();
    expect(await lengthOf(redis, 'active')).toBe(2);
    await store.renew();
    await eventually(async () => (await lengthOf(redis, 'wait')) === 3);
    // The last one of the list is the next one.
    const waiting = [3, 2, 1].map((nth) => shortId(recordOf(nth).id));
    expect(await redis.ask((client) => client.lrange('bull:callbacks:wait', 0, -1))).toEqual(waiting);

    const connection = { host: '127.0.0.1', port: redis.port };
    const other = await ObservedDelivery.open(test, bullMqDelivery({ connection, queueName: 'callbacks' }));
    const deaths: unknown[] = [];
    const handler = new CountedHandler(async ({ id }) => {
      deaths.push(await redis.ask((client) => client.hget(jobOf(id), 'stc')));
    });
    other.delivery.start(handler.handle);
    await eventually(() => other.completed.length === 3);
    expect(handler.repeated).toEqual([]);
    expect(deaths).toEqual([null, null, null]);
    await other.delivery.close();

    await store.add(recordOf(4), false);
    for (let nth = 0; nth < 5; nth += 1) await store.renew();
    expect(await lengthOf(redis, 'wait')).toBe(1);
    expect(store.claim(...ALL)).toEqual([]);
    await eventually(async () => (await lengthOf(redis, 'active')) === 1);
  });
});

async function serverOf(test: TestContext): Promise<RedisServer> {
  const redis = await RedisServer.start();
  test.onTestFinished(() => redis.remove());
  return redis;
}

/**
 * Opens a store without an engine.
 *
 * @param takes whether claims are taken when the store finds them
 * @param waiting how many records wait before it claims any
 */
async function openStore(
  test: TestContext,
  { port }: RedisServer,
  { concurrency = 2, takes = true, waiting = 0 } = {},
) {
  const options = resolveBullMqOptions({ connection: { host: '127.0.0.1', port }, concurrency });
  const context = { registration: 'default', lifecycle: new Lifecycle('default') };
  const store = new BullMqStore(options, 'callbacks', context, () => {});
  test.onTestFinished(() => store.close());
  await store.open();
  const claims = new Map<string, JobClaim>();
  const take = (claim: JobClaim) => claims.set(claim.record.id, claim);
  for (let nth = 1; nth <= waiting; nth += 1) await store.add(recordOf(nth), false);
  const found = { count: 0 };
  store.onDue(() => {
    found.count += 1;
    if (takes) store.claim(...ALL).forEach(take);
  });
  /** Adds a record, and returns its claim: the store claims it in the same step, or finds it. */
  const claim = async (nth: number): Promise<JobClaim> => {
    const added = await store.add(recordOf(nth), true);
    if (typeof added !== 'string') return added;
    await eventually(() => claims.has(recordOf(nth).id));
    const held = claims.get(recordOf(nth).id);
    if (held === undefined) throw new Error('it was not claimed');
    return held;
  };
  return { store, claim, found };
}

function jobOf(id: string): string {
  return `bull:callbacks:${shortId(id)}`;
}

async function lockOf(redis: RedisServer, id: string): Promise<string | null> {
  return redis.ask((client) => client.get(`${jobOf(id)}:lock`));
}

async function lengthOf(redis: RedisServer, list: 'active' | 'wait'): Promise<number> {
  return redis.ask((client) => client.llen(`bull:callbacks:${list}`));
}

/** Another worker gets the job: it claims it once more, with another lock. */
async function takeOver(redis: RedisServer, id: string): Promise<void> {
  await redis.ask(async (client) => {
    await client.set(`${jobOf(id)}:lock`, 'the token of another worker', 'PX', 60_000);
    await client.hincrby(jobOf(id), 'ats', 1);
  });
}

/** Returns when the queue was maintained. */
async function maintainedAt(redis: RedisServer): Promise<string | null> {
  return redis.ask((client) => client.hget('bull:callbacks:watch', 'at'));
}
