import { expect, it, vi } from 'vitest';
import type { DeliveryOptions } from '../../src/store/index.js';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import type { DeliveryChoice } from './receiver-settings.js';

/** So slow that records are waiting whenever the receiver is killed, be the disk as slow as it may: about 100 a second. */
const BUSY = { handlerMs: 20, concurrency: 2 };

/**
 * Tests of a durable delivery: whatever was answered with OK reaches its handlers.
 *
 * @param choose the delivery, with a store of its own for each test
 */
export function keepsThePromise(
  name: string,
  choose: (options: DeliveryOptions) => DeliveryChoice | Promise<DeliveryChoice>,
): void {
  it('loses nothing when the receiver is killed three times under load', { timeout: 90_000 }, async () => {
    const { handlerMs, concurrency } = BUSY;
    const handled = new HandledFile();
    const delivery = await choose({ concurrency });
    let receiver = await ReceiverProcess.start({ delivery, handledFile: handled.path, handlerMs });
    const load = new AlarmLoad(receiver.baseUrl).start();
    for (let nth = 0; nth < 3; nth += 1) {
      await load.acknowledgesMore(400);
      await receiver.kill();
      expect(handled.missing(load.acknowledged), 'something is left to the next one').not.toEqual([]);
      receiver = await receiver.restart();
    }
    await load.acknowledgesMore(100);
    await load.stop();
    await handled.hasAll(load);
    expect(load.unanswered).toBeGreaterThan(0);
    console.log(handled.summary(`${name}, 3 × SIGKILL`, load));
  });

  it('loses nothing at a SIGTERM under load, which ends the receiver', { timeout: 90_000 }, async () => {
    const { handlerMs, concurrency } = BUSY;
    const handled = new HandledFile();
    const delivery = await choose({ concurrency });
    const receiver = await ReceiverProcess.start({ delivery, handledFile: handled.path, handlerMs });
    const load = new AlarmLoad(receiver.baseUrl).start();
    await load.acknowledgesMore(300);
    const { code, ms } = await receiver.stop();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(15_000);
    await receiver.restart();
    await load.acknowledgesMore(100);
    await load.stop();
    await handled.hasAll(load);
    console.log(handled.summary(`${name}, SIGTERM (${Math.round(ms)} ms)`, load));
  });

  it('is not delayed by a record whose handler always fails', { timeout: 60_000 }, async () => {
    const handled = new HandledFile();
    const poison = 1;
    const delivery = await choose({ concurrency: 1, retry: { attempts: 3, initialDelayMs: 1000 } });
    const receiver = await ReceiverProcess.start({ delivery, handledFile: handled.path, poison });
    const load = new AlarmLoad(receiver.baseUrl, poison);
    await load.send(50);
    await vi.waitFor(() => expect(receiver.log).toMatch(/is a dead letter now.* attempt 3 failed/), {
      timeout: 20_000,
    });
    const { lines } = handled;
    expect(lines.filter(({ quotaUsed }) => quotaUsed === poison).map(({ attempt }) => attempt)).toEqual([
      1, 2, 3,
    ]);
    // All others were handled between its first attempt and its last one.
    expect(lines).toHaveLength(52);
    expect(lines.at(-1)?.quotaUsed).toBe(poison);
  });

  it('answers at once, however long handlers take', { timeout: 60_000 }, async () => {
    const handled = new HandledFile();
    const delivery = await choose({ concurrency: 2 });
    const receiver = await ReceiverProcess.start({ delivery, handledFile: handled.path, handlerMs: 300 });
    const load = new AlarmLoad(receiver.baseUrl);
    await load.send(50);
    expect(handled.lines.length, 'all are acknowledged long before they are handled').toBeLessThan(25);
    expect(load.statuses).toEqual([200]);
    expect(load.slowest(200)).toBeLessThan(1000);
    await handled.hasAll(load);
    expect(handled.lines).toHaveLength(50);
    console.log(`${name}, slow handler: the slowest answer took ${Math.round(load.slowest(200))} ms`);
  });
}
