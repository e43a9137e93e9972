import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('two receivers with one inbox', () => {
  it('handle each alarm once, even one that both received', { timeout: 60_000 }, async () => {
    const handled = new HandledFile();
    const [one, other] = await startTwo(handled);
    // The same alarms to both.
    const loads = [new AlarmLoad(one.baseUrl).start(), new AlarmLoad(other.baseUrl).start()];
    await Promise.all(loads.map((load) => load.acknowledgesMore(500)));
    await Promise.all(loads.map((load) => load.stop()));
    await handled.hasAll(...loads);
    // Both end in order, so that nothing can be handled later.
    expect(await Promise.all([one.stop(), other.stop()])).toMatchObject([{ code: 0 }, { code: 0 }]);
    const { lines } = handled;
    expect(new Set(lines.map(({ pid }) => pid))).toEqual(new Set([one.pid, other.pid]));
    expect(lines).toHaveLength(new Set(loads.flatMap((load) => [...load.acknowledged])).size);
    expect(loads.flatMap((load) => load.statuses)).toEqual([200, 200]);
    console.log(handled.summary('lmdb, two receivers', ...loads));
  });

  it('survive each other: one takes over the records of the other', { timeout: 60_000 }, async () => {
    const handled = new HandledFile();
    const [one, other] = await startTwo(handled);
    const doomed = new AlarmLoad(one.baseUrl).start();
    const load = new AlarmLoad(other.baseUrl, 1_000_000).start();
    await Promise.all([doomed.acknowledgesMore(400), load.acknowledgesMore(400)]);
    // It is to die in the middle of something. The survivor may be faster than a look after the death.
    let left = 0;
    while (left === 0) {
      await doomed.acknowledgesMore(1);
      one.freeze();
      left = handled.missing(doomed.acknowledged).length;
      if (left === 0) one.goOn();
    }
    await one.kill();
    const killed = performance.now();
    await doomed.stop();
    await load.acknowledgesMore(100);
    await load.stop();
    await handled.hasAll(doomed, load);
    // Its process is seen to be gone: that its lease ran out, would be seen after 30 s.
    expect(performance.now() - killed).toBeLessThan(15_000);
    console.log(handled.summary(`lmdb, ${left} alarms of a killed receiver taken over`, doomed, load));
  });
});

async function startTwo(handled: HandledFile): Promise<[ReceiverProcess, ReceiverProcess]> {
  const delivery = {
    kind: 'lmdb' as const,
    options: { path: join(temporaryFolder(), 'inbox'), concurrency: 3 },
  };
  const start = () => ReceiverProcess.start({ delivery, handledFile: handled.path, handlerMs: 10 });
  return Promise.all([start(), start()]);
}
