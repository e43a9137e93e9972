import Module from 'node:module';
import type { DynamicModule } from '@nestjs/common';
import {
  ClientKafka,
  ClientMqtt,
  ClientNats,
  ClientRedis,
  ClientRMQ,
  ClientTCP,
} from '@nestjs/microservices';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { GroupBeforeCreateDto } from '../../src/index.js';
import { QUIET, registration } from '../support/create-test-app.js';
import { relayModule, startRelayApp } from './relay-app.js';

class Clients {}

/** Exports a client as ClientsModule does. */
function providing(client: unknown): DynamicModule {
  const providers = [{ provide: 'EVENTS', useValue: client }];
  return { module: Clients, providers, exports: ['EVENTS'] };
}

describe('the start of a relay', () => {
  const relay = { client: 'EVENTS', events: ['group.*'], imports: [providing(new ClientTCP({}))] };

  it.each([
    [
      { events: ['group.quotaAlrm'] },
      /"events\[0\]" is "group\.quotaAlrm", which is no after-event; perhaps 'group\.quotaAlarm' is meant: see/,
    ],
    [{ events: ['group.created', 'gruop.*'] }, /"events\[1\]" is "gruop\.\*", which is no after-event/],
    [{ events: ['group?created'] }, /"events\[0\]" is "group\?created"/],
    [{ events: ['group.beforeCreate'] }, /"group\.beforeCreate", which is no after-event/],
    [{ events: [GroupBeforeCreateDto] }, /"events\[0\]" is a class, but not of an after-callback/],
    [{ events: [class {}] }, /"events\[0\]" is a class, but not of an after-callback/],
    [{ events: [7] }, /"events\[0\]" is 7; give a name, a pattern/],
    [{ events: [] }, /"events" is an empty list; give names and patterns/],
    [{ events: 'group.*' }, /"events" is a string/],
    [{ events: ['tencentChat.rejected'] }, /which is no after-event/],
    [{ format: 'xml' }, /"format" is a string; give 'cloudevents' or 'plain'/],
    [{ client: '' }, /"client" is an empty string; give the token of a ClientProxy/],
    [{ imports: Clients }, /"imports" is a function; give a list/],
    [{ eventPrefix: 1 }, /"eventPrefix" is 1/],
    [{ retry: { attempts: 0 } }, /"retry\.attempts" is 0/],
    [{ topic: 'x' }, /"topic" is not known; the options here are client/],
  ])('refuses %o', (wrong, message) => {
    expect(() => relayModule({ ...relay, ...wrong })).toThrow(message);
    expect(() => relayModule({ ...relay, ...wrong })).toThrow(/^TencentChatRelayModule: /);
  });

  it.each([
    ['is not exported', [], /"client" is "EVENTS", which no imported module exports; give imports/],
    ['is no client', [providing({})], /"client" is "EVENTS", which is no ClientProxy/],
  ])('refuses a client that %s', async (_what, imports, message) => {
    await expect(startRelayApp({ relay: { ...relay, imports } })).rejects.toThrow(message);
  });

  it('says what the format lacks', () => {
    const load: unknown = Reflect.get(Module, '_load');
    const missing = Object.assign(new Error(`Cannot find module 'cloudevents'`), {
      code: 'MODULE_NOT_FOUND',
    });
    onTestFinished(() => void Reflect.set(Module, '_load', load));
    Reflect.set(Module, '_load', () => {
      throw missing;
    });
    const message = /"format" is 'cloudevents' without the package cloudevents; npm install cloudevents, or/;
    expect(() => relayModule(relay)).toThrow(message);
    relayModule({ ...relay, format: 'plain' });
  });

  it('refuses two relays through one client', async () => {
    const starting = startRelayApp({ relay, registrations: [registration(), relayModule(relay)] });
    await expect(starting).rejects.toThrow(/"relay:EVENTS" for two handlers/);
  });

  describe('warns of', () => {
    let warnings: string[];
    beforeEach(() => {
      warnings = [];
    });

    async function warningsWith(client: object): Promise<string[]> {
      const logger = { ...QUIET, warn: (message: string) => warnings.push(message) };
      await startRelayApp({ relay: { ...relay, imports: [providing(client)] }, logger });
      return warnings.filter((message) => message.startsWith('relay:EVENTS'));
    }

    /** A client that does not load the package of its transport. */
    function unconnected(type: { prototype: object }, options: object = {}): object {
      return Object.assign(Object.create(type.prototype) as object, { options, close() {} });
    }

    it.each([ClientNats, ClientRedis, ClientTCP])('%o, which confirms nothing', async (type) => {
      expect(await warningsWith(unconnected(type))).toEqual([
        expect.stringContaining(`${type.name} confirms nothing`),
      ]);
    });

    it('messages of RabbitMQ that are not persistent, and a queue that is not durable', async () => {
      const client = unconnected(ClientRMQ, { queueOptions: { durable: false } });
      expect(await warningsWith(client)).toEqual([
        expect.stringContaining('persistent: true'),
        expect.stringContaining('queueOptions: { durable: true }'),
      ]);
    });

    it('Kafka without acknowledgements', async () => {
      expect(await warningsWith(unconnected(ClientKafka, { send: { acks: 0 } }))).toEqual([
        expect.stringContaining('send.acks: 0'),
      ]);
    });

    it.each([
      ['RabbitMQ with persistent messages', ClientRMQ, { persistent: true }],
      ['Kafka', ClientKafka, {}],
      ['MQTT', ClientMqtt, {}],
    ])('nothing of %s', async (_name, type, options) => {
      expect(await warningsWith(unconnected(type, options))).toEqual([]);
    });
  });
});
