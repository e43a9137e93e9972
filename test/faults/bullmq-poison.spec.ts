import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { eventually } from '../support/eventually.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A worker whose second handler ends the process on one of the callbacks. Each call adds a line to a file. */
const WORKER = `
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { bullMqDelivery } from 'nestjs-tencent-chat-webhook/bullmq';
import { Lifecycle } from './dist/lifecycle/lifecycle.js';

const { port, poison, file } = JSON.parse(process.env.WORKER);
const delivery = await bullMqDelivery({ connection: { port }, concurrency: 8 })({
  registration: 'default',
  lifecycle: new Lifecycle('default'),
});
delivery.start(({ id }) => ['First.handle', 'Second.handle'].map((handler) => ({
  id: handler,
  async call() {
    appendFileSync(file, handler + ' ' + id + '\\n');
    await setTimeout(5);
    if (handler === 'Second.handle' && id === poison) process.exit(1);
  },
})));
process.on('disconnect', () => process.exit(0));
`;

describe.runIf(hasRedis())('a handler that ends the process', () => {
  it(
    'is found among 120 callbacks, and its callback becomes a dead letter that names it',
    { timeout: 120_000 },
    async (test) => {
      const { port } = await startRedis();
      const file = join(temporaryFolder(), 'handled');
      const poison = recordOf(60).id;
      const opened = await ObservedDelivery.open(
        test,
        bullMqDelivery({ connection: { port }, worker: false }),
      );
      for (let nth = 0; nth < 120; nth += 1) await opened.delivery.accept(recordOf(nth));

      let deaths = 0;
      const over = new AbortController();
      const supervise = async () => {
        while (!over.signal.aborted) {
          const env = { ...process.env, WORKER: JSON.stringify({ port, poison, file }) };
          const child = spawn(process.execPath, ['--input-type=module', '--eval', WORKER], {
            cwd: PACKAGE_ROOT,
            env,
            stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
          });
          test.onTestFinished(() => void child.kill('SIGKILL'));
          const [code] = await once(child, 'exit');
          if (code === 1) deaths += 1;
        }
      };
      const started = performance.now();
      void supervise();
      await eventually(async () => (await opened.delivery.stats()).dead === 1, 100_000);
      await eventually(async () => (await opened.delivery.stats()).pending === 0, 30_000);
      over.abort();

      const dead = await opened.delivery.deadLetters.find(poison);
      expect(dead).toMatchObject({ reason: 'crashed', handlers: ['Second.handle'], record: recordOf(60) });
      expect(deaths).toBeLessThanOrEqual(6);
      const calls = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
      const handled = new Set(calls.filter((line) => line.startsWith('Second.handle')));
      expect(handled.size, 'all other callbacks were handled').toBe(120);
      console.log(
        `bullmq, poison: ${deaths} deaths in ${Math.round((performance.now() - started) / 1000)} s, ${calls.length - 240} calls repeated`,
      );
    },
  );
});
