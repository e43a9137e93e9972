import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, type TestContext } from 'vitest';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { eventually } from '../support/eventually.js';
import { onlyHandler, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';

/** Records of a slice, how many of them are sent at a time, and how many slices warm up and are measured. */
const SLICE = 4000;
const AT_A_TIME = 200;
const SLICES = 4;

/** More would be what somebody keeps of each callback: an id alone takes about a hundred. */
const MAX_BYTES_PER_CALLBACK = 50;

/** Opens a delivery whose handlers fail now and then, and which reports to nobody. */
async function open(test: TestContext, server: PostgresServer) {
  const options = { connection: server.url(), dedupeWindowMs: 1000, retry: { initialDelayMs: 1 } };
  const delivery = await postgresDelivery(options)({
    registration: 'default',
    lifecycle: new Lifecycle('default'),
  });
  test.onTestFinished(() => delivery.close());
  let failsSoon = 0;
  delivery.start(
    onlyHandler(async () => {
      failsSoon = (failsSoon + 1) % 10;
      if (failsSoon === 0) throw new Error('as the test wants it');
    }),
  );
  return delivery;
}

describe.runIf(hasPostgres())('postgresDelivery', () => {
  it('takes no memory for what was handled, through faults', { timeout: 180_000 }, async (test) => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const server = await startPostgres();
    const delivery = await open(test, server);
    let sent = 0;
    const accept = async () => {
      const record = recordOf((sent += 1));
      await eventually(async () => {
        await delivery.accept(record);
        return true;
      });
    };
    const slice = async () => {
      for (let faults = 0; faults < SLICE / AT_A_TIME; faults += 1) {
        const accepted = Promise.all(Array.from({ length: AT_A_TIME }, accept));
        const terminate = 'select pg_terminate_backend(pid) from unnest($1::int[]) as pid';
        if (faults % 5 === 0) await server.ask(terminate, [await server.backends()]);
        await accepted;
      }
      await eventually(async () => (await delivery.stats()).pending === 0, 40_000);
    };
    const heapAfter = async (slices: number) => {
      for (let nth = 0; nth < slices; nth += 1) await slice();
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    // At first the heap grows by what is compiled.
    const before = await heapAfter(SLICES);
    const bytes = ((await heapAfter(SLICES)) - before) / (SLICES * SLICE);
    expect(bytes).toBeLessThan(MAX_BYTES_PER_CALLBACK);
    console.log(
      `postgres, memory: ${bytes.toFixed(1)} bytes of the heap for each of ${SLICES * SLICE} callbacks`,
    );
  });
});
