import { describe, expect, it } from 'vitest';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';

describe('inProcessDelivery', () => {
  it(
    'handles everything that was acknowledged before a SIGTERM ends the receiver',
    { timeout: 60_000 },
    async () => {
      const handled = new HandledFile();
      const delivery = { kind: 'in process' as const, options: { concurrency: 3 } };
      const receiver = await ReceiverProcess.start({ delivery, handledFile: handled.path, handlerMs: 5 });
      const load = new AlarmLoad(receiver.baseUrl).start();
      await load.acknowledgesMore(600);
      expect(handled.missing(load.acknowledged), 'something is left to do').not.toEqual([]);
      const { code, ms } = await receiver.stop();
      await load.stop();
      expect(code).toBe(0);
      expect(ms).toBeLessThan(15_000);
      expect(handled.missing(load.acknowledged)).toEqual([]);
      console.log(handled.summary(`in process, SIGTERM (${Math.round(ms)} ms)`, load));
    },
  );
});
