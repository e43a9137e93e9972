import { Injectable } from '@nestjs/common';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import {
  byMember,
  type CallbackClass,
  type CallbackDefinition,
  DeadLetters,
  defineCallback,
  type EventOf,
  inProcessDelivery,
  OnTencentChatEvent,
  type OnTencentChatEventOptions,
  rejectVerdicts,
  type StandardSchema,
  TencentChatEvent,
} from '../../src/index.js';
import { ADAPTERS, createTestApp, type TestAppOptions } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

const command = 'Room.CallbackAfterRate';

interface Rated {
  RoomId: string;
  Scores: { Stars: number }[];
}

/** The same by each library: one member has a default, and each score is at most 5. */
const SCHEMAS: Record<string, StandardSchema<Rated>> = {
  zod: z.object({
    RoomId: z.string().default('lobby'),
    Scores: z.array(z.object({ Stars: z.number().max(5) })),
  }),
  valibot: v.object({
    RoomId: v.optional(v.string(), 'lobby'),
    Scores: v.array(v.object({ Stars: v.pipe(v.number(), v.maxValue(5)) })),
  }),
  arktype: type({ RoomId: 'string = "lobby"', Scores: type({ Stars: 'number <= 5' }).array() }),
};

/** A schema by hand. */
function schemaBy(validate: StandardSchema<object>['~standard']['validate']): StandardSchema<object> {
  return { '~standard': { version: 1, vendor: 'the tests', validate } };
}

function ratedBy(schema: StandardSchema<object>) {
  return defineCallback({ command, event: 'room.rated', schema, idempotencyKey: byMember('RoomId?') });
}

async function start(callback: CallbackClass, options: TestAppOptions = {}) {
  const test = await createTestApp({ ...options, options: { callbacks: [callback], ...options.options } });
  onTestFinished(() => test.app.close());
  return test;
}

/** A class whose one handler keeps what it gets. */
function listener(callback: CallbackClass, options?: OnTencentChatEventOptions) {
  const seen: TencentChatEvent[] = [];
  @Injectable()
  class Listener {
    @OnTencentChatEvent(callback, options)
    handle(event: TencentChatEvent): void {
      seen.push(event);
    }
  }
  return { seen, Listener };
}

describe.each(ADAPTERS)('on %s a callback by a schema', (adapter) => {
  it.each(Object.entries(SCHEMAS))(
    'of %s is read, recognised, emitted and refused',
    async (_library, schema) => {
      const callback = ratedBy(schema);
      const { seen, Listener } = listener(callback);
      const test = await start(callback, { adapter, providers: [Listener] });
      const body = { CallbackCommand: command, Scores: [{ Stars: 5 }] };
      await test.callback({ command, body });
      expect((await test.callback({ command, body })).status).toBe(200);
      await vi.waitFor(() => expect(seen).toHaveLength(1));
      expect(seen[0]?.body).toMatchObject({ RoomId: 'lobby', Scores: [{ Stars: 5 }] });
      expect(seen[0]).toMatchObject({ name: 'room.rated', command });

      const refused = await test.callback({ command, body: { Scores: [{ Stars: 5 }, { Stars: 6 }] } });
      expect(refused.status).toBe(400);
      expect(refused.json.ErrorInfo).toMatch(/^Scores\[1\]\.Stars: .*5/);
      const [letter] = await test.app.get(DeadLetters).list();
      expect(letter).toMatchObject({ reason: 'invalid', body: { Scores: [{ Stars: 5 }, { Stars: 6 }] } });
      expect(letter?.error).toContain('Scores[1].Stars: ');
    },
  );

  it('has verdicts, and the fallback if its schema refuses the body', async () => {
    const rates = defineCallback({
      command: 'Room.CallbackBeforeRate',
      event: 'room.beforeRate',
      schema: z.object({ Stars: z.number() }),
      verdicts: rejectVerdicts('Room.CallbackBeforeRate', [7, 9]),
      unanswered: 'reject',
    });
    @Injectable()
    class Judge {
      @OnTencentChatEvent(rates)
      judge(event: EventOf<typeof rates>) {
        return event.body.Stars > 3 ? event.allow() : event.reject({ code: 8 });
      }
    }
    const test = await start(rates, { adapter, providers: [Judge] });
    const steps = new StepLog(test.app, 'decided');
    const codes = [];
    for (const body of [{ Stars: 4 }, { Stars: 1 }, { Stars: '4' }, '[]', '7']) {
      const answer = await test.callback({ command: rates.command, body });
      expect(answer.status).toBe(200);
      codes.push(answer.json.ErrorCode);
    }
    expect(codes).toEqual([0, 8, 1, 1, 1]);
    expect(steps.all('decided')[2]?.unreadable).toMatch(/^Stars: .*number/);
  });
});

describe('a callback by a schema', () => {
  class RatedDto {
    static readonly command = 'Room.CallbackAfterRateAgain';
    static readonly event = 'room.ratedAgain';
    static readonly idempotencyKey = byMember('RoomId');
  }

  it('is one beside classes, with its time, aliases and other options', async () => {
    const callback = defineCallback({
      command,
      event: 'room.rated',
      schema: z.looseObject({ At: z.number() }),
      aliases: ['Room.CallbackRated'],
      eventTime: ({ At }: { At: number }) => At * 1000,
    });
    const test = await start(callback, { options: { callbacks: [callback, RatedDto] } });
    await test.callback({ command: 'Room.CallbackRated', body: { At: 5, EventTime: 1 } });
    await test.callback({ command: RatedDto.command, body: {} });
    const event = await test.events.get<TencentChatEvent>('room.rated');
    expect(event.eventTime).toEqual(new Date(5000));
    expect(event.id).toMatch(new RegExp(`^1400000000/${command}/[0-9a-f]{64}$`));
    expect(event.command).toBe('Room.CallbackRated');
    await test.events.get('room.ratedAgain');
  });

  it('gives each handler its own body, although its schema returns its input', async () => {
    const callback = ratedBy(schemaBy((value) => ({ value: value as object })));
    const { seen, Listener } = listener(callback, { id: 'second' });
    @Injectable()
    class Changing {
      @OnTencentChatEvent(callback, { prependListener: true })
      change({ body }: TencentChatEvent): void {
        Object.assign(Reflect.get(body, 'Room') as object, { Name: 'changed' });
      }
    }
    const test = await start(callback, { providers: [Changing, Listener] });
    await test.callback({ command, body: { Room: { Name: 'lobby' } } });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(seen[0]?.body).toEqual({ Room: { Name: 'lobby' } });
  });

  it.each<[string, StandardSchema<object>, RegExp]>([
    [
      'asynchronous for some bodies',
      z.object({ Stars: z.number().refine(async () => true) }),
      /^the body: its schema failed: it is asynchronous: give it synchronous checks only$/,
    ],
    [
      'asynchronous for some bodies, and rejects',
      schemaBy((value) => ('Stars' in (value as object) ? Promise.reject(new Error('x')) : { value: {} })),
      /asynchronous/,
    ],
    [
      'failing',
      schemaBy((value) => {
        if ('Stars' in (value as object)) throw new Error('out of\norder');
        return { value: {} };
      }),
      /^the body: its schema failed: out of.order$/,
    ],
    [
      'no object',
      schemaBy(() => ({ value: 7 as never })),
      /^the body: its schema failed: it returned neither an object nor an issue$/,
    ],
    [
      'a thousand issues of a thousand characters',
      schemaBy(() => ({
        issues: Array.from({ length: 1000 }, () => ({
          message: `a\n${'b'.repeat(1000)}`,
          path: ['c', { key: 0 }],
        })),
      })),
      /^c\[0\]: a\?b{10}.{500,1000}; and many more$/,
    ],
    [
      'no issue in its issues',
      schemaBy(() => ({ issues: [] })),
      /^the body: its schema failed: it returned neither/,
    ],
    ['nothing at all', schemaBy(() => undefined as never), /^the body: its schema failed: /],
    [
      'issues that cannot be read',
      schemaBy(() => ({ issues: [{ message: 7 as never, path: [null as never] }] })),
      /^the body: its schema failed: /,
    ],
    [
      'an issue at a symbol',
      schemaBy(() => ({ issues: [{ message: 'no', path: [Symbol('s')] }] })),
      /^Symbol\(s\): no$/,
    ],
  ])('refuses a body for which its schema is %s', async (_what, schema, fault) => {
    const callback = ratedBy(schema);
    const test = await start(callback);
    const answer = await test.callback({ command, body: { Stars: 1 } });
    expect(answer.status).toBe(400);
    expect(answer.json.ErrorInfo).toMatch(fault);
    expect(await test.app.get(DeadLetters).count()).toBe(1);
  });

  it('fails its handlers if a later schema refuses a stored body; a replay with the right schema succeeds', async () => {
    let strict = false;
    let failed = false;
    const callback = ratedBy(
      schemaBy((value) => (strict ? { issues: [{ message: 'too old' }] } : { value: value as object })),
    );
    const { seen, Listener } = listener(callback);
    @Injectable()
    class Failing {
      @OnTencentChatEvent(callback, { prependListener: true })
      fail(): void {
        strict = !failed;
        failed = true;
        if (strict) throw new Error('once');
      }
    }
    const delivery = inProcessDelivery({ retry: { attempts: 2, initialDelayMs: 1 } });
    const test = await start(callback, { providers: [Failing, Listener], options: { delivery } });
    const steps = new StepLog(test.app, 'deadLettered');
    await test.callback({ command, body: { RoomId: 'a' } });
    const { failures } = await steps.get('deadLettered');
    expect(JSON.stringify(failures.map(({ error }) => String(error)))).toContain('does not match its schema');
    expect(seen).toEqual([]);
    strict = false;
    const [letter] = await test.app.get(DeadLetters).list();
    await test.app.get(DeadLetters).replay(letter?.id ?? '');
    await vi.waitFor(() => expect(seen).toHaveLength(1));
  });

  it.each<[string, unknown, RegExp]>([
    ['no definition', undefined, /^defineCallback: the option "definition" is missing; give an object\.$/],
    [
      'no schema',
      { command, event: 'room.rated' },
      /^defineCallback: the option "schema" is missing; give a Standard Schema/,
    ],
    [
      'a class',
      { command, event: 'room.rated', schema: RatedDto },
      /"schema" is a function; give a Standard Schema/,
    ],
    [
      'an option that is not known',
      { command, event: 'x', schema: z.object({}), verdict: 1 },
      /"verdict" is not known/,
    ],
    [
      'an asynchronous schema of zod',
      { command, event: 'x', schema: z.object({}).refine(async () => true) },
      /"schema" is asynchronous; give one with synchronous checks only/,
    ],
    [
      'an asynchronous schema of valibot',
      { command, event: 'x', schema: v.objectAsync({ Stars: v.number() }) },
      /"schema" is asynchronous/,
    ],
  ])('cannot be defined with %s', (_what, definition, message) => {
    expect(() => defineCallback(definition as CallbackDefinition)).toThrow(message);
  });

  it('needs a command and an event', async () => {
    const definition = { event: 'room.rated', schema: z.object({}) } as unknown as CallbackDefinition;
    await expect(start(defineCallback(definition))).rejects.toThrow(
      /"callbacks\[0\]" is without the static member command; .* or what defineCallback\(\) returns/,
    );
  });
});
