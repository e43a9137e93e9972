import { ClientKafka, ClientsModule } from '@nestjs/microservices';
import { KafkaJSProtocolError, type Message } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { signedRequest } from '../support/create-test-app.js';
import { eventually } from '../support/eventually.js';
import { StepLog } from '../support/step-log.js';
import { startRelayApp } from './relay-app.js';

const INFO_CHANGED = 'Group.CallbackAfterGroupInfoChanged';

/** Nest's client of Kafka with a producer that is connected to no broker. */
class KafkaWithoutBroker extends ClientKafka {
  static readonly sent: { topic: string; messages: Message[] }[] = [];
  static answer: () => Promise<void> = async () => {};

  // oxlint-disable-next-line typescript/no-explicit-any -- the type differs between Nest 11 and 12
  override createClient(): any {
    return {
      producer: () => ({
        on() {},
        events: {},
        async connect() {},
        async disconnect() {},
        async send(record: { topic: string; messages: Message[] }) {
          await KafkaWithoutBroker.answer();
          KafkaWithoutBroker.sent.push(record);
        },
      }),
    };
  }
}

function relay(format: string) {
  const options = { producerOnlyMode: true };
  const imports = [
    ClientsModule.register([{ name: 'KAFKA', customClass: KafkaWithoutBroker as never, options }]),
  ];
  return { imports, client: 'KAFKA', events: ['group.*'], format, retry: { attempts: 1 } };
}

describe('through the client of Kafka', () => {
  it.each(['cloudevents', 'plain'])('the relay gives each %s message its key', async (format) => {
    KafkaWithoutBroker.sent.length = 0;
    const test = await startRelayApp({ relay: relay(format) });
    await test.callback({ command: INFO_CHANGED });
    await test.callback();
    const of = (topic: string) => KafkaWithoutBroker.sent.find((record) => record.topic === topic)?.messages;
    await eventually(() => of('group.infoChanged') !== undefined && of('group.quotaAlarm') !== undefined);
    const { GroupId } = signedRequest({ command: INFO_CHANGED }).body as { GroupId: string };
    const contentType = 'application/cloudevents+json; charset=utf-8';
    expect(of('group.infoChanged')).toEqual([
      {
        key: JSON.stringify([GroupId, 'Notification']),
        value: expect.stringContaining(`"id":"1400000000/${INFO_CHANGED}/`),
        headers: format === 'plain' ? {} : { 'content-type': contentType },
      },
    ]);
    expect(of('group.quotaAlarm')?.[0]?.key).toBeUndefined();
  });

  it('an event over the limit of the broker becomes a dead letter at once', async () => {
    const test = await startRelayApp({ relay: { ...relay('plain'), retry: { attempts: 5 } } });
    const steps = new StepLog(test.app, 'deadLettered', 'handled');
    KafkaWithoutBroker.answer = async () => {
      // As kafkajs makes it of the broker's answer.
      const answer = { type: 'MESSAGE_TOO_LARGE', code: 10, retriable: false, message: 'too large' };
      throw new KafkaJSProtocolError(Object.assign(new Error('the message is too large'), answer));
    };
    await test.callback();
    expect(await steps.get('deadLettered')).toMatchObject({
      error: expect.stringMatching(/an event of \d+ bytes is over the broker's limit/),
    });
    const relayed = steps.all('handled').filter(({ handler }) => handler === 'relay:KAFKA');
    expect(relayed.filter(({ event }) => event === 'group.quotaAlarm')).toHaveLength(1);
    KafkaWithoutBroker.answer = async () => {};
  });
});
