import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { CERTIFICATE, KEY } from '../fixtures/certificate.js';
import { Gateway } from '../support/redis/gateway.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery } from '../support/observed-delivery.js';
import { RecordLoad } from '../support/record-load.js';
import { RedisCluster } from '../support/redis/redis-cluster.js';
import { RedisSentinel } from '../support/redis/redis-sentinel.js';
import { freePort, hasRedis, RedisServer } from '../support/redis/redis-server.js';

/** How long a delivery may keep using a master that hangs or was demoted, in ms. */
const LEFT_MS = 20_000;

describe.runIf(hasRedis())('bullMqDelivery on several servers', { concurrent: true }, () => {
  it.for(['hang', 'kill', 'demotion'] as const)(
    'loses nothing when Sentinel promotes another server after a %s',
    { timeout: 90_000 },
    async (how, test) => {
      const sentinel = await RedisSentinel.start('secret');
      test.onTestFinished(() => sentinel.remove());
      const { connection } = sentinel;
      const opened = await ObservedDelivery.open(test, bullMqDelivery({ connection, minReplicas: 1 }));
      const handler = new CountedHandler();
      opened.delivery.start(handler.handle);
      const load = new RecordLoad(opened.delivery);
      await load.acknowledgesMore(300);

      const master = await sentinel.master();
      const started = performance.now();
      if (how === 'hang') master.signal('SIGSTOP');
      else if (how === 'kill') await master.kill();
      else await sentinel.failOver();
      await eventually(async () => (await sentinel.master()) !== master, LEFT_MS);
      const elected = performance.now();
      await load.acknowledgesMore(300);
      const left = performance.now();
      await load.stop();
      await eventually(() => [...load.acknowledged].every((id) => handler.calls.has(id)), 40_000);
      await eventually(async () => (await opened.delivery.stats()).pending === 0);
      if (how === 'hang') master.signal('SIGCONT');
      expect(left - elected).toBeLessThan(LEFT_MS);
      console.log(
        `bullmq, Sentinel, ${how}: ${load.acknowledged.size} acknowledged and handled, ${handler.repeated.length} repeated, ` +
          `another master after ${Math.round(elected - started)} ms, in use ${Math.round(left - elected)} ms later`,
      );
    },
  );

  it('asks the next Sentinel if one hangs', { timeout: 60_000 }, async (test) => {
    const [sentinel, gateway] = [await RedisSentinel.start('secret'), await Gateway.start()];
    test.onTestFinished(() => sentinel.remove());
    test.onTestFinished(() => gateway.close());
    const { sentinels, ...named } = sentinel.connection;
    const connection = { ...named, sentinels: [{ host: '127.0.0.1', port: gateway.port }, ...sentinels] };
    const opened = await ObservedDelivery.open(test, bullMqDelivery({ connection }));
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    const load = new RecordLoad(opened.delivery);
    await load.acknowledgesMore(10);
    await load.stop();
    await eventually(() => [...load.acknowledged].every((id) => handler.calls.has(id)));
  });

  it(
    'keeps callbacks over TLS with a password, and reconnects after a crash of the server',
    { timeout: 90_000 },
    async (test) => {
      const [port, directory] = [await freePort(), await mkdtemp(join(tmpdir(), 'tls-'))];
      const [certificate, key] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
      await Promise.all([writeFile(certificate, CERTIFICATE), writeFile(key, KEY)]);
      const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no'];
      const redis = await RedisServer.startWith(['--tls-port', String(port), ...files], 'secret');
      test.onTestFinished(() => redis.remove());
      const connection = { host: 'localhost', port, password: 'secret', tls: { ca: CERTIFICATE } };
      const opened = await ObservedDelivery.open(test, bullMqDelivery({ connection }));
      const handler = new CountedHandler();
      opened.delivery.start(handler.handle);
      const load = new RecordLoad(opened.delivery);
      await load.acknowledgesMore(200);
      await redis.kill();
      await opened.saysDown(/Redis is away: (?!.*options?)/);
      await redis.start();
      await load.acknowledgesMore(200);
      await load.stop();
      await eventually(() => [...load.acknowledged].every((id) => handler.calls.has(id)), 40_000);
      await opened.saysUp();
    },
  );

  it(
    'keeps callbacks on a Cluster with a password, also when a node crashes',
    { timeout: 90_000 },
    async (test) => {
      const cluster = await RedisCluster.start('secret');
      test.onTestFinished(() => cluster.remove());
      const connection = cluster.client();
      test.onTestFinished(() => connection.disconnect());
      const opened = await ObservedDelivery.open(test, bullMqDelivery({ connection, prefix: '{callbacks}' }));
      const handler = new CountedHandler();
      opened.delivery.start(handler.handle);
      const load = new RecordLoad(opened.delivery);
      await load.acknowledgesMore(500);
      for (const node of cluster.nodes) {
        await node.kill();
        await node.start();
      }
      await load.acknowledgesMore(300);
      await load.stop();
      await eventually(() => [...load.acknowledged].every((id) => handler.calls.has(id)), 40_000);
      await eventually(async () => (await opened.delivery.stats()).pending === 0);
      console.log(
        `bullmq, Cluster, each node killed: ${load.acknowledged.size} acknowledged and handled, ${handler.repeated.length} repeated`,
      );
    },
  );

  // In the second case the delivery reconnects while the hanging master still counts as a master: the nodes agree on its
  // failure within another timeout.
  it.for([
    { nodeTimeoutMs: 2000, leftMs: LEFT_MS },
    { nodeTimeoutMs: 12_000, leftMs: 2 * 12_000 + LEFT_MS },
  ])(
    'leaves a hanging master of a Cluster that counts as failing after $nodeTimeoutMs ms',
    { timeout: 120_000 },
    async ({ nodeTimeoutMs, leftMs }, test) => {
      const cluster = await RedisCluster.start('secret', nodeTimeoutMs);
      test.onTestFinished(() => cluster.remove());
      const master = await cluster.replicate('{callbacks}');
      const connection = cluster.client();
      test.onTestFinished(() => connection.disconnect());
      const options = { connection, prefix: '{callbacks}', retry: { initialDelayMs: 3000 } };
      const opened = await ObservedDelivery.open(test, bullMqDelivery(options));
      // A record that failed comes back from the queue, after its worker has waited for the hanging master.
      const failed = new Set<string>();
      const handler = new CountedHandler(async ({ id }) => {
        if (failed.has(id)) return;
        failed.add(id);
        throw new Error('on purpose');
      });
      opened.delivery.start(handler.handle);
      const load = new RecordLoad(opened.delivery);
      await load.acknowledgesMore(100);
      // A Cluster loses what it has acknowledged and not replicated.
      const kept = [...load.acknowledged];
      await cluster.replicated(master);
      master.signal('SIGSTOP');
      const started = performance.now();
      await load.acknowledgesMore(300, leftMs);
      const left = performance.now() - started;
      await load.stop();
      await eventually(async () => (await opened.delivery.stats()).pending === 0, LEFT_MS);
      expect(kept.filter((id) => (handler.calls.get(id) ?? 0) < 2)).toEqual([]);
      expect(left).toBeLessThan(leftMs);
      console.log(
        `bullmq, Cluster, hang: another master in use after ${Math.round(left)} ms, ` +
          `${load.acknowledged.size} acknowledged, ${handler.repeated.length} handled at their second attempt`,
      );
    },
  );
});
