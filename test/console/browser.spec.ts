import { Injectable } from '@nestjs/common';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TencentChatConsoleModule } from '../../src/console/index.js';
import {
  inProcessDelivery,
  OnTencentChatEvent,
  type C2cMessageSentEvent,
  type GroupBeforeCreateEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import {
  ADAPTERS,
  createTestApp,
  registration,
  type AdapterName,
  type TestApp,
} from '../support/create-test-app.js';
import { hasChromium, startChromium } from './chromium.js';
import { barriersOf, goToSection, openConsole, SOON, takePicture, type ConsolePage } from './console-page.js';
import { CONSOLE } from './create-console-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const CREATED = 'Group.CallbackAfterCreateGroup';
const SENT = 'C2C.CallbackAfterSendMsg';
const CREATE = 'Group.CallbackBeforeCreateGroup';
const STATE = 'State.StateChange';

/** The day of the quota begins that long before the day in UTC, in ms. */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const HALF_HOUR_MS = 1_800_000;

/** In which the tests are, in ms since midnight. */
const AFTERNOON_MS = 15 * 3_600_000;

/** The used groups of the day's alarms, from midnight to now. */
const USED = [7000, 7100, 7250, 7400, 7600, 7750, 7900, 8050, 8200, 8300, 8500, 8700];

/** Each of them would set `document.title` to "hacked", if it became anything but text. */
const MARKUP = [
  '<img src=x onerror="document.title=`hacked`">',
  '"><script>document.title="hacked"</script>',
  "javascript:document.title='hacked'",
  '</td></tr></table><svg onload=document.title="hacked">',
];

/** Fails for as long as a test wants, with words that somebody else has chosen. */
@Injectable()
class Ledger {
  works = false;

  @OnTencentChatEvent('c2c.messageSent')
  book({ body }: C2cMessageSentEvent): void {
    if (!this.works) throw new Error(`${body.From_Account} is not known`);
  }

  @OnTencentChatEvent('state.changed', { concurrency: 3, onStale: 'skip' })
  keep(): void {}

  @OnTencentChatEvent('group.beforeCreate')
  decide(event: GroupBeforeCreateEvent) {
    return event.reject({ code: 10_150 });
  }
}

describe.runIf(hasChromium())('the page of the console', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  /** The console of an app on a day on which there were alarms, and what the browser complained about. */
  async function open(
    adapter: AdapterName,
    { width = 1280, send = sendAlarms }: { width?: number; send?: typeof sendAlarms } = {},
  ): Promise<ConsolePage & { test: TestApp }> {
    // So that the day, and its picture, are the same whenever that is.
    const now = Math.floor(Date.now() / DAY_MS) * DAY_MS + AFTERNOON_MS - SHANGHAI_MS;
    vi.useFakeTimers({ toFake: ['Date'], now, shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const test = await createTestApp({
      adapter,
      providers: [Ledger],
      registrations: [
        registration({ delivery: inProcessDelivery({ retry: { attempts: 1 } }) }),
        TencentChatConsoleModule.forRoot({ guards: 'public', access: () => 'operate', bodies: 'shown' }),
      ],
    });
    onTestFinished(() => test.app.close());
    const midnight = Math.floor((now + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS;
    await send(test, midnight, now);
    await test.callback({ command: CREATE, body: { ...sampleCallback(CREATE), Owner_Account: MARKUP[1] } });
    for (const [nth, markup] of MARKUP.entries()) await sendMessage(test, nth, markup);
    const viewport = { width, height: 960 };
    return { test, ...(await openConsole(browser, test.baseUrl + CONSOLE, { viewport })) };
  }

  async function sendAlarms(test: TestApp, midnight: number, now: number): Promise<void> {
    for (const [nth, QuotaUsed] of USED.entries()) {
      const EventTime = Math.round(midnight + ((now - midnight) * (nth + 1)) / USED.length);
      const body = { ...sampleCallback(ALARM), QuotaUsed, Quota: 10_000, EventTime };
      await test.callback({ body });
    }
  }

  /** Users create groups through the day, and a bot in the last half hour. Above 70 %, every tenth creation causes an alarm. */
  async function sendCreations(test: TestApp, midnight: number, now: number): Promise<void> {
    const users = Array.from({ length: 750 }, (_, nth) => ({
      Operator_Account: `user_${(nth * nth) % 23}`,
      EventTime: Math.floor(midnight + Math.sqrt((nth + 1) / 750) * (now - midnight)),
    }));
    const bot = Array.from({ length: 120 }, (_, nth) => ({
      Operator_Account: 'bot_7',
      EventTime: Math.floor(now - HALF_HOUR_MS * (1 - nth / 120)),
    }));
    const creations = [...users, ...bot].toSorted((a, b) => a.EventTime - b.EventTime);
    const callbacks = creations.flatMap((creation, nth) => {
      const group = { ...sampleCallback(CREATED), ...creation, GroupId: `@TGS#${nth}`, Type: 'Public' };
      const alarm = {
        ...sampleCallback(ALARM),
        QuotaUsed: nth + 1,
        Quota: 1000,
        EventTime: creation.EventTime,
      };
      return nth > 700 && nth % 10 === 0 ? [group, alarm] : [group];
    });
    for (let sent = 0; sent < callbacks.length; sent += 20) {
      const batch = callbacks.slice(sent, sent + 20);
      await Promise.all(batch.map((body) => test.callback({ command: body.CallbackCommand, body })));
    }
  }

  async function sendMessage(test: TestApp, nth: number, markup: string): Promise<void> {
    const text = { MsgType: 'TIMTextElem', MsgContent: { Text: markup } };
    const message = { From_Account: markup, To_Account: markup, MsgKey: `${nth}${markup}`, MsgBody: [text] };
    const { status } = await test.callback({ command: SENT, body: { ...sampleCallback(SENT), ...message } });
    expect(status).toBe(200);
  }

  describe.each(ADAPTERS)('on %s', (adapter) => {
    it('draws the curve of the quota day, with its levels and its numbers, and who created the groups', async () => {
      const { page, faults } = await open(adapter, { send: sendCreations });
      const day = page.getByRole('article', { name: 'App 1400000000' });
      const chart = day.getByRole('img');
      await expect.poll(() => chart.locator('path').count(), SOON).toBeGreaterThan(0);
      const creators = day.getByRole('table', { name: 'Created by' });
      await creators.getByRole('row', { name: /^bot_7 120 13.8 %/ }).waitFor();
      await takePicture(page, 'quota-day');
      await expect.poll(() => day.innerText(), SOON).toMatch(/861[\s\S]*of 1,000 groups/);
      expect(await day.innerText()).not.toContain('did not arrive here');
      expect(await barriersOf(page)).toEqual([]);
      expect(faults).toEqual([]);
    }, 60_000);

    it('shows live callbacks with their results, always as text', async () => {
      const { test, page, faults } = await open(adapter);
      await goToSection(page, 'Live callbacks');
      const table = page.getByRole('table', { name: 'Live callbacks' });
      await table
        .getByRole('button', { name: new RegExp(SENT) })
        .first()
        .waitFor();
      await expect
        .poll(() => table.getByRole('row').filter({ hasText: SENT }).count(), SOON)
        .toBe(MARKUP.length);
      await test.callback({ command: 'Group.CallbackAfterGroupDestroyed' });
      await table.getByRole('button', { name: /Group.CallbackAfterGroupDestroyed/ }).waitFor();
      await expect.poll(() => table.innerText(), SOON).toContain('reject');
      for (const button of await table.getByRole('button', { name: new RegExp(SENT) }).all())
        await button.click();
      const bodies = page.getByRole('region', { name: 'Body' });
      await expect.poll(() => bodies.count(), SOON).toBe(MARKUP.length);
      await expect.poll(() => table.innerText(), SOON).toContain(`${MARKUP[0]} is not known`);
      expect(await barriersOf(page)).toEqual([]);
      expect(await page.title()).not.toContain('hacked');
      expect(faults).toEqual([]);
    });

    it('shows the handlers with their limits and their calls', async () => {
      const { test, page, faults } = await open(adapter);
      await test.callback({ command: STATE, body: { ...sampleCallback(STATE), EventTime: 2000 } });
      await test.callback({ command: STATE, body: { ...sampleCallback(STATE), EventTime: 1000 } });
      await goToSection(page, 'Handlers');
      const table = page.getByRole('table', { name: 'Handlers of default' });
      const skips = table.getByRole('row').filter({ hasText: 'Ledger.keep' });
      await skips.filter({ hasText: /^Ledger.keepstate.changed1001/ }).waitFor();
      const fails = table.getByRole('row').filter({ hasText: 'Ledger.book' });
      await expect
        .poll(async () => (await fails.innerText()).split(/\s+/).slice(1, 5), SOON)
        .toEqual(['c2c.messageSent', '4', '4', '0']);
      await skips.getByRole('button').click();
      const details = table.getByRole('row').filter({ hasText: 'onStale' });
      await expect
        .poll(() => details.innerText(), SOON)
        .toMatch(/concurrency\s+3 calls at a time[\s\S]*onStale\s+skip/);
      expect(await barriersOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
      expect(faults).toEqual([]);
    });

    it('replays a dead letter, which then disappears, and discards others', async () => {
      const { test, page, faults } = await open(adapter);
      await goToSection(page, 'Dead letters');
      const table = page.getByRole('table', { name: 'Dead letters' });
      const replays = table.getByRole('button', { name: /^Replay / });
      await replays.first().waitFor();
      await expect.poll(() => replays.count(), SOON).toBe(MARKUP.length);
      expect(await barriersOf(page)).toEqual([]);
      test.app.get(Ledger).works = true;
      await replays.first().click();
      await page.getByRole('button', { name: `Discard all ${MARKUP.length - 1}…` }).click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      expect(await barriersOf(page)).toEqual([]);
      await dialog.getByRole('checkbox').check();
      await dialog.getByRole('button', { name: /^Discard/ }).click();
      await page.getByRole('button', { name: 'Discard all 0…' }).waitFor();
      await expect.poll(() => replays.count(), SOON).toBe(0);
      expect(await page.title()).not.toContain('hacked');
      expect(faults).toEqual([]);
    });
  });

  it('can be read at 360 px, in each section', async () => {
    const { page, faults } = await open('express', { width: 360 });
    for (const title of ['Live callbacks', 'Handlers', 'Dead letters', 'Deliveries', 'Quota day']) {
      await goToSection(page, title);
      expect([title, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([title, 360]);
      expect([title, await barriersOf(page)]).toEqual([title, []]);
    }
    expect(faults).toEqual([]);
  });
});
