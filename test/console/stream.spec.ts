import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Injectable } from '@nestjs/common';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { CallbackJournal } from '../../src/console/index.js';
import { Lifecycle, OnTencentChatEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { ADAPTERS } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { send } from '../support/send.js';
import { StepLog } from '../support/step-log.js';
import { CONSOLE, COOKIE, createConsoleApp } from './create-console-app.js';
import { EventSource } from './event-source.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const alarm = (used: number) => ({ body: { ...sampleCallback(ALARM), QuotaUsed: used } });

describe.each(ADAPTERS)("the console's stream on %s", (adapter) => {
  it('sends what came and each change of it, with the overview', async () => {
    const gate = new Gate();
    @Injectable()
    class Alarms {
      @OnTencentChatEvent('group.quotaAlarm')
      warn(): Promise<void> {
        return gate.pass();
      }
    }
    const test = await createConsoleApp({ adapter, providers: [Alarms] });
    await test.callback(alarm(7100));
    const stream = await EventSource.open(test);
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
    await stream.until(({ entries }) => entries.some(({ outcome }) => outcome === 'pending'));
    const overview = await stream.until(({ overviews }) => overviews[0]);
    expect(overview).toMatchObject({
      access: 'operate',
      bodies: 'hidden',
      registrations: [{ name: 'default', stats: { pending: 1, running: 1 } }],
    });
    gate.open();
    await stream.until(({ entries }) => entries.some(({ outcome }) => outcome === 'done'));
    await stream.until(({ overviews }) =>
      overviews.some(({ registrations }) => registrations[0]?.stats?.pending === 0),
    );
    const ids = stream.messages.filter(({ event }) => event === 'entries').map(({ id }) => Number(id));
    expect(ids.at(-1)).toBe(stream.entries.at(-1)?.seq);
    stream.close();
  });

  it('goes on after what the browser has seen, and begins again after an unknown number', async () => {
    const test = await createConsoleApp({ adapter, options: { quota: false } });
    const journal = test.app.get(CallbackJournal, { strict: false });
    await test.callback(alarm(7100));
    await vi.waitFor(() => expect(journal.entries()[0]?.outcome).toBe('done'));
    const first = await EventSource.open(test);
    const seen = await first.until(({ messages }) => messages.find(({ event }) => event === 'entries')?.id);
    first.close();
    await test.callback(alarm(7200));

    for (const options of [{ headers: { 'Last-Event-ID': seen } }, { query: `?after=${seen}` }]) {
      const again = await EventSource.open(test, options);
      const entries = await again.until((each) => each.entries.length > 0 && each.entries);
      expect(new Set(entries.map(({ key }) => key)).size).toBe(1);
      expect(entries[0]!.seq).toBeGreaterThan(Number(seen));
      again.close();
    }
    for (const unknown of ['9007199254740991', 'nonsense']) {
      const again = await EventSource.open(test, { headers: { 'Last-Event-ID': unknown } });
      const entries = await again.until((each) => each.entries.length > 0 && each.entries);
      expect(new Set(entries.map(({ key }) => key)).size).toBe(2);
      again.close();
    }
  });

  it('puts many changes into few messages', async () => {
    const test = await createConsoleApp({ adapter, options: { quota: false } });
    const stream = await EventSource.open(test);
    await Promise.all(Array.from({ length: 150 }, (_, nth) => test.callback(alarm(7000 + nth))));
    await stream.until(({ entries }) => {
      const done = entries.filter(({ outcome }) => outcome === 'done').map(({ key }) => key);
      return new Set(done).size === 150;
    });
    const messages = stream.messages.filter(({ event }) => event === 'entries');
    expect(messages.length).toBeLessThan(30);
    const seqs = stream.entries.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    stream.close();
  });

  it('says that the app closes, and does not delay that', async () => {
    const test = await createConsoleApp({ adapter });
    const agent = new Agent({ keepAlive: true });
    const [kept] = (await once(
      get(`${test.baseUrl}${CONSOLE}/api/overview`, { headers: COOKIE, agent }),
      'response',
    )) as [IncomingMessage];
    kept.resume();
    await once(kept, 'end');
    const streams = await Promise.all([1, 2, 3].map(() => EventSource.open(test)));
    const stuck = connect(Number(new URL(test.baseUrl).port), '127.0.0.1');
    stuck.write(`GET ${CONSOLE}/api/stream HTTP/1.1\r\nHost: localhost\r\nCookie: admin=ann\r\n\r\n`);
    await once(stuck, 'readable');
    const begun = performance.now();
    await test.app.close();
    expect(performance.now() - begun).toBeLessThan(3000);
    for (const stream of streams) {
      await stream.end();
      expect(stream.messages.at(-1)).toEqual({ event: 'closing', data: '' });
    }
    stuck.destroy();
    agent.destroy();
  });

  it('limits the number of open pages, and frees the place of a page that closes', async () => {
    const test = await createConsoleApp({ adapter });
    const streams = await Promise.all(Array.from({ length: 20 }, () => EventSource.open(test)));
    const refused = await test.get('/api/stream');
    expect(refused).toMatchObject({ status: 503, json: { message: expect.stringContaining('20 pages') } });
    streams[0]!.close();
    await vi.waitFor(async () => {
      const next = await EventSource.open(test);
      expect(next.response.statusCode).toBe(200);
      next.close();
    });
    for (const stream of streams) stream.close();
  });

  it('queues no messages for a slow reader, who gets the newest state when reading again', async () => {
    const test = await createConsoleApp({
      adapter,
      options: { quota: false },
      console: { bodies: 'shown', journal: { max: 10, maxBytes: 64 * 1024 * 1024 } },
    });
    const journal = test.app.get(CallbackJournal, { strict: false });
    const stream = await EventSource.open(test);
    stream.response.pause();
    const filler = 'x'.repeat(200_000);
    for (let used = 0; used < 80; used += 1) {
      await test.callback({ body: { ...alarm(used).body, Filler: filler } });
    }
    await vi.waitFor(() => expect(journal.entries().at(-1)?.outcome).toBe('done'));
    stream.response.resume();
    const last = journal.entries().at(-1)!.seq;
    await stream.until(({ entries }) => entries.at(-1)?.seq === last);
    // 80 were sent, of 200 kB each: of what was not read at the time, only the last ones are among them.
    expect(new Set(stream.entries.map(({ key }) => key)).size).toBeLessThan(60);
    stream.close();
  });

  it('opens at once, however large the kept bodies are', async () => {
    const test = await createConsoleApp({
      adapter,
      options: { quota: false },
      console: { bodies: 'shown', journal: { maxBytes: 64 * 1024 * 1024 } },
    });
    const filler = Array.from({ length: 80_000 }, () => ({}));
    const steps = new StepLog(test.app, 'completed');
    for (let used = 0; used < 15; used += 1) {
      await test.callback({ body: { ...alarm(used).body, Filler: filler } });
    }
    const journal = test.app.get(CallbackJournal, { strict: false });
    await steps.get('completed', 15);
    const began = performance.now();
    const stream = await EventSource.open(test);
    await stream.until(({ messages }) => messages.some(({ id }) => id === String(journal.latest)));
    expect(performance.now() - began).toBeLessThan(1000);
    expect(stream.entries[0]?.body).toMatchObject({ QuotaUsed: 0, Filler: filler });
    stream.close();
  });

  it('sends comments, has browsers connect again for the guards, and cuts a reader that does not read', async () => {
    const test = await createConsoleApp({
      adapter,
      options: { quota: false },
      console: { bodies: 'shown', journal: { maxBytes: 64 * 1024 * 1024 } },
    });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const stream = await EventSource.open(test);
    vi.advanceTimersByTime(15_000);
    await stream.until(({ comments }) => comments.length > 0);

    vi.advanceTimersByTime(15 * 60_000);
    await stream.end();
    expect(stream.messages.map(({ event }) => event)).not.toContain('closing');

    const stuck = await EventSource.open(test);
    stuck.response.pause();
    const filler = 'x'.repeat(200_000);
    for (let used = 0; used < 60; used += 1) {
      await test.callback({ body: { ...alarm(used).body, Filler: filler } });
      vi.advanceTimersByTime(250);
    }
    vi.advanceTimersByTime(31_000);
    stuck.response.resume();
    await stuck.end();
    expect(new Set(stuck.entries.map(({ key }) => key)).size).toBeLessThan(60);
  });

  it('answers a HEAD, and pages of other origins not at all', async () => {
    const test = await createConsoleApp({ adapter });
    const head = await send(`${test.baseUrl}${CONSOLE}/api/stream`, { method: 'HEAD', headers: COOKIE });
    expect(head).toMatchObject({ status: 200, text: '' });
    for (const path of ['/api/stream', '/api/overview', '/api/dead-letters?registration=default']) {
      for (const site of ['cross-site', 'same-site']) {
        expect((await test.get(path, { ...COOKIE, 'Sec-Fetch-Site': site })).status).toBe(403);
      }
    }
  });

  it('reports when its store goes down and comes back', async () => {
    const test = await createConsoleApp({ adapter });
    const stream = await EventSource.open(test);
    const lifecycle = test.app.get(Lifecycle, { strict: false });
    const began = await stream.until(({ overviews }) => overviews[0]?.registrations[0]?.store);
    expect(began.state).toBe('up');
    lifecycle.report('store', { state: 'down', why: 'no space left on device' });
    const down = await stream.until(({ overviews }) =>
      overviews.map(({ registrations }) => registrations[0]!.store).find(({ state }) => state === 'down'),
    );
    expect(down).toEqual({ state: 'down', since: expect.any(Number), why: 'no space left on device' });
    lifecycle.report('store', { state: 'down', why: 'still no space' });
    const still = await stream.until(({ overviews }) =>
      overviews
        .map(({ registrations }) => registrations[0]!.store)
        .find(({ why }) => why === 'still no space'),
    );
    expect(still.since).toBe(down.since);
    stream.close();
  });
});
