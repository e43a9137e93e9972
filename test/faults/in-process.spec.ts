import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { eventually } from '../support/eventually.js';
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

  it(
    'handles what it has acknowledged although it is stopped for longer than its drain may take',
    { timeout: 60_000 },
    async () => {
      const asked: ServerResponse[] = [];
      const service = createServer((_request, response) => void asked.push(response)).listen(0, '127.0.0.1');
      onTestFinished(() => void service.close());
      await once(service, 'listening');
      const { port } = service.address() as AddressInfo;
      const handled = new HandledFile();
      const drainTimeoutMs = 2000;
      const receiver = await ReceiverProcess.start({
        delivery: { kind: 'in process', options: { drainTimeoutMs } },
        handledFile: handled.path,
        asks: `http://127.0.0.1:${port}`,
      });
      const load = new AlarmLoad(receiver.baseUrl).start();
      await load.acknowledgesMore(10);
      const ended = receiver.stop();
      await eventually(() => load.statuses.includes(503) || load.unanswered > 0);
      await eventually(() => asked.length === load.acknowledged.size);
      receiver.freeze();
      for (const response of asked) response.end();
      await delay(drainTimeoutMs * 1.5);
      receiver.goOn();
      expect((await ended).code).toBe(0);
      await load.stop();
      expect(receiver.log).not.toMatch(/drainTimeoutMs/);
      expect(handled.missing(load.acknowledged)).toEqual([]);
    },
  );
});
