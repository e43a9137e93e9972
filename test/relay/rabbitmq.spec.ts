import { ClientsModule, Transport } from '@nestjs/microservices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeadLetters } from '../../src/index.js';
import { createCallbackRequest } from '../../src/testing/index.js';
import { SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { eventually } from '../support/eventually.js';
import { hasRabbitMq, RabbitMqServer } from '../support/rabbitmq/rabbitmq-server.js';
import { StepLog } from '../support/step-log.js';
import { startRelayApp } from './relay-app.js';

const SENT = 'Group.CallbackAfterSendMsg';
const QUEUE = 'events';

/** Through the client that an app would have for messages that must arrive. */
function through(url: string, changes: object = {}) {
  const options = {
    urls: [url],
    queue: QUEUE,
    persistent: true,
    socketOptions: { reconnectTimeInSeconds: 1 },
  };
  return {
    imports: [ClientsModule.register([{ name: 'EVENTS', transport: Transport.RMQ, options }])],
    client: 'EVENTS',
    events: ['group.messageSent'],
    retry: { attempts: 1000, initialDelayMs: 50, maxDelayMs: 200 },
    ...changes,
  };
}

/** A message of a group, with a number and so many characters more. */
function message(nth: number, characters = 0) {
  const { body } = createCallbackRequest({ sdkAppId: SDK_APP_ID, token: TOKEN, command: SENT });
  return { command: SENT, body: { ...(body as object), MsgSeq: nth, Padding: 'x'.repeat(characters) } };
}

describe.runIf(hasRabbitMq())('through RabbitMQ', { timeout: 180_000 }, () => {
  let rabbit: RabbitMqServer;
  beforeAll(async () => {
    rabbit = await RabbitMqServer.start(['max_message_size = 4000']);
  }, 180_000);
  afterAll(() => rabbit.remove());

  it('a handled event is in the queue', async () => {
    const test = await startRelayApp({ relay: through(rabbit.url) });
    const steps = new StepLog(test.app, 'completed');
    await test.callback(message(1));
    const { id } = await steps.get('completed');
    expect(await rabbit.drain(QUEUE)).toMatchObject([{ pattern: 'group.messageSent', data: { id } }]);
  });

  it('an event over the limit of the broker becomes a dead letter, and others arrive', async () => {
    const test = await startRelayApp({ relay: through(rabbit.url) });
    const steps = new StepLog(test.app, 'deadLettered', 'completed');
    await test.callback(message(2));
    await steps.get('completed');
    await test.callback(message(3, 4000));
    const { id, error } = await steps.get('deadLettered');
    expect(error).toMatch(/an event of 4\d\d\d bytes is over the broker's limit/);
    await test.callback(message(4));
    await steps.get('completed', 2);
    const relayed = (await rabbit.drain(QUEUE)) as { data: { id: string } }[];
    expect(new Set(relayed.map(({ data }) => data.id)).size).toBe(2);
    expect(relayed.map(({ data }) => data.id)).not.toContain(id);
  });

  it('no event is lost when the broker is killed under load, and duplicates have the same id', async () => {
    const test = await startRelayApp({ relay: through(rabbit.url), options: { quota: false } });
    const steps = new StepLog(test.app, 'handled', 'completed');
    const count = 600;
    let [sent, restart] = [0, Promise.resolve()];
    const send = async () => {
      while (sent < count) {
        sent += 1;
        const nth = sent;
        expect(await test.callback(message(1000 + nth))).toMatchObject({ status: 200 });
        if (nth === 200) restart = rabbit.kill().then(() => rabbit.start());
      }
    };
    await Promise.all(Array.from({ length: 8 }, send));
    await restart;
    await eventually(() => steps.all('completed').length === count, 60_000);
    const relayed = (await rabbit.drain(QUEUE)) as { data: { id: string } }[];
    const ids = new Set(relayed.map(({ data }) => data.id));
    expect(ids).toEqual(new Set(steps.all('completed').map(({ id }) => id)));
    expect(ids.size).toBe(count);
    expect(steps.all('handled').some((step) => 'error' in step)).toBe(true);
    expect(await test.app.get(DeadLetters, { strict: false }).count()).toBe(0);
  });
});
