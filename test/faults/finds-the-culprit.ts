import { expect, it, vi } from 'vitest';
import type { DeliveryOptions } from '../../src/store/index.js';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import type { DeliveryChoice, ReceiverSettings } from './receiver-settings.js';

const ALARMS = 120;
const DEADLY = 60;

type By = NonNullable<ReceiverSettings['deadly']>['by'];

/**
 * A handler that ends the process on one of 120 callbacks, under a supervisor that starts it again.
 *
 * @param choose the delivery, with a store of its own for each test
 */
export function findsTheCulprit(
  name: string,
  ways: readonly By[],
  choose: (options: DeliveryOptions) => DeliveryChoice | Promise<DeliveryChoice>,
): void {
  it.each(ways)(
    'finds the callback whose handler ends the process by %s, and handles all others',
    { timeout: 120_000 },
    async (by) => {
      const handled = new HandledFile();
      const delivery = await choose({ concurrency: 16 });
      const deadly = { quotaUsed: DEADLY, by };
      let receiver = await ReceiverProcess.start({
        delivery,
        handledFile: handled.path,
        handlerMs: 10,
        deadly,
      });
      const load = new AlarmLoad(receiver.baseUrl);
      const sent = load.send(ALARMS);
      let deaths = 0;
      const deadlyCalls = () => handled.lines.filter(({ quotaUsed }) => quotaUsed === DEADLY).length;
      let logs = '';
      await vi.waitFor(
        async () => {
          if (by === 'endless loop' && deadlyCalls() > deaths) await receiver.kill();
          if (!receiver.isRunning) {
            deaths += 1;
            logs += receiver.log;
            receiver = await receiver.restart();
          }
          expect(receiver.log).toMatch(/is a dead letter now.*the process died in AlarmWriter\.write/);
          expect(handled.missing(load.acknowledged)).toEqual([]);
        },
        { timeout: 100_000, interval: 50 },
      );
      await sent;
      await handled.hasAll(load);
      expect(deaths).toBeLessThanOrEqual(6);
      expect(load.acknowledged.size).toBe(ALARMS);
      // Nobody else died with it.
      expect((logs + receiver.log).match(/is a dead letter now/g)).toHaveLength(1);
      console.log(
        `${handled.summary(`${name}, a handler that ends the process by ${by}`, load)}, ${deaths} deaths`,
      );
    },
  );
}
