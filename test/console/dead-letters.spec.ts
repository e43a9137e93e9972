import { Injectable, type NestApplicationOptions } from '@nestjs/common';
import express from 'express';
import { describe, expect, it } from 'vitest';
import {
  getDeadLettersToken,
  type DeadLetters,
  inProcessDelivery,
  OnTencentChatEvent,
} from '../../src/index.js';
import { Delivery } from '../../src/delivery/port/delivery.js';
import type { ConsoleDeadLetterPage } from '../../src/console/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { ADAPTERS, registration, TOKEN } from '../support/create-test-app.js';
import { RawConnection } from '../support/raw-connection.js';
import { StepLog } from '../support/step-log.js';
import {
  adminOf,
  CONSOLE,
  COOKIE,
  createConsoleApp,
  type ConsoleApp,
  type ConsoleAppOptions,
} from './create-console-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const ONCE = { retry: { attempts: 1 } };
const XSS = '"><img src=x onerror=alert(1)></script><script>alert(1)</script>';

@Injectable()
class Alarms {
  broken = true;
  @OnTencentChatEvent('group.quotaAlarm')
  warn(): void {
    if (this.broken) throw new Error(XSS);
  }
}

/** An app with so many dead letters. */
async function start(count: number, options: ConsoleAppOptions = {}) {
  const test = await createConsoleApp({
    providers: [Alarms],
    options: { quota: false, delivery: inProcessDelivery(ONCE) },
    ...options,
    console: { actor: (request: { headers: { cookie?: string } }) => adminOf(request), ...options.console },
  });
  const steps = new StepLog(test.app, 'deadLettered', 'replayed', 'discarded', 'completed');
  await die(test, count);
  if (count > 0) await steps.get('deadLettered', count);
  // A command acts on what died before the millisecond in which it arrives.
  for (const died = Date.now(); Date.now() === died;) await new Promise(setImmediate);
  return { test, steps, alarms: test.app.get(Alarms, { strict: false }) };
}

async function die(test: ConsoleApp, count: number, path?: string): Promise<void> {
  for (let nth = 0; nth < count; nth += 1) {
    const body = { ...sampleCallback(ALARM), QuotaUsed: 7000 + nth, Remark: XSS };
    await test.callback({ body, ...(path !== undefined && { path }) });
  }
}

const pageOf = async (test: ConsoleApp, query = '') => {
  const { status, json } = await test.get(`/api/dead-letters?registration=default${query}`);
  expect(status).toBe(200);
  return json as ConsoleDeadLetterPage;
};

describe.each(ADAPTERS)('dead letters of the console on %s', (adapter) => {
  it('are listed in pages, without their bodies, as plain JSON', async () => {
    const { test } = await start(5, { adapter });
    const answer = await test.get('/api/dead-letters?registration=default&limit=2');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    const first = answer.json as ConsoleDeadLetterPage;
    expect(first.total).toBe(5);
    expect(first.letters).toHaveLength(2);
    expect(first.letters[0]).toEqual({
      id: expect.stringContaining(ALARM),
      command: ALARM,
      sdkAppId: 1400000000,
      reason: 'failed',
      handlers: ['Alarms.warn'],
      attempts: 1,
      error: XSS,
      receivedAt: expect.any(Number),
      diedAt: expect.any(Number),
    });
    const after = encodeURIComponent(first.letters[1]!.id);
    const rest = await pageOf(test, `&after=${after}`);
    expect(rest.letters).toHaveLength(3);
    expect((await pageOf(test, `&handler=${encodeURIComponent('Alarms.warn')}`)).total).toBe(5);
    expect((await pageOf(test, '&handler=other')).total).toBe(0);
    expect((await pageOf(test, `&command=${ALARM}&until=${first.letters[0]!.diedAt}`)).total).toBe(0);
    expect(JSON.stringify([first, rest])).not.toContain('Remark');
    expect(JSON.stringify([first, rest])).not.toContain(TOKEN);
  });

  it('have their bodies if the console shows bodies', async () => {
    const { test } = await start(1, { adapter, console: { bodies: 'shown' } });
    expect((await pageOf(test)).letters[0]?.body).toMatchObject({ QuotaUsed: 7000, Remark: XSS });
  });

  it('are not listed for an invalid query', async () => {
    const { test } = await start(1, { adapter });
    const questions: [number, string][] = [
      [404, ''],
      [404, '?registration=staging'],
      [400, '?registration=default&limit=0'],
      [400, '?registration=default&limit=201'],
      [400, '?registration=default&limit=many'],
      [400, '?registration=default&since=yesterday'],
      [400, '?registration=default&until=9999999999999999'],
      [400, '?registration=default&comand=x'],
      [410, '?registration=default&after=none'],
    ];
    for (const [status, query] of questions) {
      const answer = await test.get(`/api/dead-letters${query}`);
      expect([query, answer.status]).toEqual([query, status]);
      expect(answer.json).toEqual({ message: expect.any(String) });
    }
  });

  it('are replayed one by one, and the lifecycle says by whom', async () => {
    const { test, steps, alarms } = await start(2, { adapter });
    const { letters } = await pageOf(test);
    alarms.broken = false;
    const answer = await test.command('replay', { registration: 'default', id: letters[0]!.id });
    expect(answer).toMatchObject({ status: 200, json: { count: 1 } });
    expect(await steps.get('replayed')).toMatchObject({ id: letters[0]!.id, actor: 'ann' });
    await steps.get('completed');
    expect((await pageOf(test)).letters.map(({ id }) => id)).toEqual([letters[1]!.id]);
    const again = await test.command('replay', { registration: 'default', id: letters[0]!.id });
    expect(again).toMatchObject({
      status: 404,
      json: { message: expect.stringContaining('no longer a dead letter') },
    });
  });

  it('are replayed by somebody whose name is shown on one short line', async () => {
    const name = `ann\n\u202E${'x'.repeat(1000)}`;
    const { test, steps } = await start(1, { adapter, console: { actor: () => name } });
    const [letter] = (await pageOf(test)).letters;
    await test.command('replay', { registration: 'default', id: letter!.id });
    expect((await steps.get('replayed')).actor).toMatch(/^ann\?\?x+\.\.\.$/);
  });

  it('are discarded one by one', async () => {
    const { test, steps } = await start(2, { adapter });
    const { letters } = await pageOf(test);
    const answer = await test.command('discard', { registration: 'default', id: letters[1]!.id });
    expect(answer.json).toEqual({ count: 1 });
    expect(await steps.get('discarded')).toMatchObject({ id: letters[1]!.id, actor: 'ann' });
    expect((await pageOf(test)).total).toBe(1);
  });

  it('that match are all replayed, as many as were shown', async () => {
    const { test, steps, alarms } = await start(3, { adapter });
    alarms.broken = false;
    const filter = { command: ALARM, handler: 'Alarms.warn' };
    const stale = await test.command('replay', { registration: 'default', filter, expected: 2 });
    expect(stale).toMatchObject({
      status: 409,
      json: { message: '3 match now, not 2: look at them again' },
    });
    expect(steps.all('replayed')).toEqual([]);
    const answer = await test.command('replay', { registration: 'default', filter, expected: 3 });
    expect(answer).toMatchObject({ status: 200, json: { count: 3 } });
    await steps.get('completed', 3);
    expect(steps.all('replayed').map(({ actor }) => actor)).toEqual(['ann', 'ann', 'ann']);
    const none = await test.command('discard', { registration: 'default', filter: {}, expected: 0 });
    expect(none.json).toEqual({ count: 0 });
  });

  it('cannot be replayed if the body fails its class, and the answer says so', async () => {
    const { test, steps } = await start(0, { adapter });
    await test.callback({ body: { ...sampleCallback(ALARM), Quota: 'many' } });
    const { id } = await steps.get('deadLettered');
    expect(await test.command('replay', { registration: 'default', id })).toMatchObject({
      status: 422,
      json: { message: expect.stringContaining('Quota must be a whole number') },
    });
  });

  it('are those of one registration', async () => {
    const registrations = ['default', 'staging'].map((name) =>
      registration({ name, path: name, quota: false, delivery: inProcessDelivery(ONCE) }),
    );
    const test = await createConsoleApp({ adapter, providers: [Alarms], registrations });
    await die(test, 1, 'default');
    await die(test, 2, 'staging');
    const lettersOf = (name: string) =>
      test.app.get<DeadLetters>(getDeadLettersToken(name), { strict: false });
    while ((await lettersOf('staging').count()) < 2) await new Promise(setImmediate);
    const overview = await test.get('/api/overview');
    expect(overview.json).toMatchObject({
      registrations: [
        { name: 'default', stats: { dead: 1 } },
        { name: 'staging', stats: { dead: 2 } },
      ],
    });
    const answer = await test.command('discard', { registration: 'staging', filter: {}, expected: 2 });
    expect(answer.json).toEqual({ count: 2 });
    expect(await lettersOf('default').count()).toBe(1);
    expect((await test.command('discard', { registration: 'other', filter: {}, expected: 0 })).status).toBe(
      404,
    );
  });

  it('are changed only by the page, as JSON, for visitors who may operate', async () => {
    const { test } = await start(1, { adapter });
    const { letters } = await pageOf(test);
    const command = { registration: 'default', id: letters[0]!.id };
    for (const site of ['cross-site', 'same-site', 'none', '']) {
      const answer = await test.command('discard', command, { 'Sec-Fetch-Site': site });
      expect([site, answer.status]).toEqual([site, 403]);
    }
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'text/json', ''];
    for (const type of types) {
      const answer = await test.command('discard', command, { 'Content-Type': type });
      expect([type, answer.status]).toEqual([type, 415]);
    }
    expect((await pageOf(test)).total).toBe(1);
    const charset = { 'Content-Type': 'Application/JSON; charset=utf-8' };
    expect((await test.command('discard', command, charset)).status).toBe(200);
  });

  // Fastify's own parser reads the body of JSON first.
  it.runIf(adapter === 'express')(
    'answers 408 to a command whose body takes longer than two seconds, and ends the connection',
    async () => {
      const { test } = await start(1, { adapter, nest: { bodyParser: false } });
      const connection = new RawConnection(test.baseUrl);
      connection.post(
        `${CONSOLE}/api/dead-letters/discard`,
        ...Object.entries({
          ...COOKIE,
          'Content-Type': 'application/json',
          'Sec-Fetch-Site': 'same-origin',
          'Content-Length': '1000',
        }).map(([name, value]) => `${name}: ${value}`),
      );
      await connection.trickle();
      expect(connection.text).toMatch(/^HTTP\/1\.1 408 [^]*"the body took longer than 2000 ms"/);
      expect((await pageOf(test)).total).toBe(1);
    },
  );

  it('cannot be replayed or discarded by a visitor who may only read', async () => {
    const access = async (request: { headers: { cookie?: string } }) =>
      adminOf(request) === 'bob' ? ('operate' as const) : ('read' as const);
    const { test } = await start(1, { adapter, console: { access } });
    const { letters } = await pageOf(test);
    expect((await test.get('/api/overview')).json).toMatchObject({ access: 'read' });
    for (const action of ['replay', 'discard']) {
      const answer = await test.command(action, { registration: 'default', id: letters[0]!.id });
      expect(answer.status).toBe(403);
    }
    const bob = { Cookie: 'admin=bob' };
    expect((await test.get('/api/overview', bob)).json).toMatchObject({ access: 'operate' });
    const answer = await test.command('discard', { registration: 'default', id: letters[0]!.id }, bob);
    expect(answer.status).toBe(200);
  });

  it('can only be read if everybody is let in, unless the app says otherwise', async () => {
    const { test } = await start(1, { adapter, console: { guards: 'public' } });
    expect((await test.get('/api/overview', {})).json).toMatchObject({ access: 'read' });
    const command = { registration: 'default', filter: {}, expected: 1 };
    expect((await test.command('discard', command)).status).toBe(403);
  });

  it.each<
    [
      string,
      NestApplicationOptions,
      ((test: Parameters<NonNullable<ConsoleAppOptions['configure']>>[0]) => void)?,
    ]
  >([
    ['parsers of its own', {}],
    ['no parsers', { bodyParser: false }],
    ['raw bodies', { rawBody: true }],
    [
      'a parser of texts before all others',
      { bodyParser: false },
      (app) => {
        if (adapter === 'express') app.use(express.text({ type: '*/*' }));
      },
    ],
  ])('can be replayed and discarded if the host has %s', async (_name, nest, configure) => {
    const { test } = await start(1, { adapter, nest, ...(configure && { configure }) });
    const wrong: [number, unknown][] = [
      [400, '{'],
      [400, '[]'],
      [400, 'null'],
      [400, {}],
      [400, { registration: 'default' }],
      [400, { registration: 'default', id: 1 }],
      [400, { registration: 'default', filter: {} }],
      [400, { registration: 'default', filter: [], expected: 1 }],
      [400, { registration: 'default', filter: { comand: 'x' }, expected: 1 }],
      [400, { registration: 'default', filter: { since: '1' }, expected: 1 }],
      [400, { registration: 'default', filter: {}, expected: -1 }],
      [400, { registration: 'default', id: 'x', filter: {}, expected: 1 }],
      [400, { registration: 'default', id: 'x', handlers: [] }],
      [413, { registration: 'default', id: 'x'.repeat(66_000) }],
    ];
    for (const [status, body] of wrong) {
      const answer = await test.command('discard', body);
      expect([body, answer.status]).toEqual([body, status]);
    }
    const answer = await test.command('discard', { registration: 'default', filter: {}, expected: 1 });
    expect(answer.json).toEqual({ count: 1 });
  });

  it('of an unreachable store are reported as such', async () => {
    const { test } = await start(0, { adapter });
    const delivery = test.app.get(Delivery, { strict: false });
    delivery.deadLetters.list = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const answer = await test.get('/api/dead-letters?registration=default');
    expect(answer).toMatchObject({ status: 500, json: { message: expect.stringContaining('the log') } });
    delivery.stats = () => new Promise(() => {});
    const overview = await test.get('/api/overview');
    expect(overview.json).toMatchObject({ registrations: [{ stats: null }] });
  });
});
