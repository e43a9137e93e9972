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
import { barriersOf, goToSection, openConsole, takePicture, type ConsolePage } from './console-page.js';
import { CONSOLE } from './create-console-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const SENT = 'C2C.CallbackAfterSendMsg';
const CREATE = 'Group.CallbackBeforeCreateGroup';

/** The day of the quota begins that long before the day in UTC, in ms. */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** In which the tests are, in ms since midnight. */
const AFTERNOON_MS = 15 * 3_600_000;

/** Groups that the alarms of the day tell, from midnight to now. */
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
  async function open(adapter: AdapterName, width = 1280): Promise<ConsolePage & { test: TestApp }> {
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
    for (const [nth, QuotaUsed] of USED.entries()) {
      const EventTime = Math.round(midnight + ((now - midnight) * (nth + 1)) / USED.length);
      const body = { ...sampleCallback(ALARM), QuotaUsed, Quota: 10_000, EventTime };
      await test.callback({ body });
    }
    await test.callback({ command: CREATE, body: { ...sampleCallback(CREATE), Owner_Account: MARKUP[1] } });
    for (const [nth, markup] of MARKUP.entries()) await sendMessage(test, nth, markup);
    const viewport = { width, height: 900 };
    return { test, ...(await openConsole(browser, test.baseUrl + CONSOLE, { viewport })) };
  }

  async function sendMessage(test: TestApp, nth: number, markup: string): Promise<void> {
    const text = { MsgType: 'TIMTextElem', MsgContent: { Text: markup } };
    const message = { From_Account: markup, To_Account: markup, MsgKey: `${nth}${markup}`, MsgBody: [text] };
    const { status } = await test.callback({ command: SENT, body: { ...sampleCallback(SENT), ...message } });
    expect(status).toBe(200);
  }

  describe.each(ADAPTERS)('on %s', (adapter) => {
    it('draws the curve of the quota day, with its levels and its numbers', async () => {
      const { page, faults } = await open(adapter);
      const day = page.getByRole('article', { name: 'App 1400000000' });
      const chart = day.getByRole('img');
      expect(await chart.locator('path').count()).toBeGreaterThan(0);
      await takePicture(page, 'quota-day');
      expect(await day.innerText()).toMatch(/8,700[\s\S]*of 10,000 groups/);
      expect(await barriersOf(page)).toEqual([]);
      expect(faults).toEqual([]);
    });

    it('shows callbacks as they come, and what became of them, as text whatever they say', async () => {
      const { test, page, faults } = await open(adapter);
      await goToSection(page, 'Live callbacks');
      const table = page.getByRole('table', { name: 'Live callbacks' });
      await table
        .getByRole('button', { name: new RegExp(SENT) })
        .first()
        .waitFor();
      expect(await table.getByRole('row').filter({ hasText: SENT }).count()).toBe(MARKUP.length);
      await test.callback({ command: 'Group.CallbackAfterGroupDestroyed' });
      await table.getByRole('button', { name: /Group.CallbackAfterGroupDestroyed/ }).waitFor();
      expect(await table.innerText()).toContain('reject');
      for (const button of await table.getByRole('button', { name: new RegExp(SENT) }).all())
        await button.click();
      const bodies = page.getByRole('region', { name: 'Body' });
      expect(await bodies.count()).toBe(MARKUP.length);
      expect(await table.innerText()).toContain(`${MARKUP[0]} is not known`);
      expect(await barriersOf(page)).toEqual([]);
      expect(await page.title()).not.toContain('hacked');
      expect(faults).toEqual([]);
    });

    it('has a dead letter handled once more, which is gone then, and others discarded', async () => {
      const { test, page, faults } = await open(adapter);
      await goToSection(page, 'Dead letters');
      const table = page.getByRole('table', { name: 'Dead letters' });
      const replays = table.getByRole('button', { name: /^Replay / });
      await replays.first().waitFor();
      expect(await replays.count()).toBe(MARKUP.length);
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
      expect(await replays.count()).toBe(0);
      expect(await page.title()).not.toContain('hacked');
      expect(faults).toEqual([]);
    });
  });

  it('can be read at 360 px, in each section', async () => {
    const { page, faults } = await open('express', 360);
    for (const title of ['Live callbacks', 'Dead letters', 'Deliveries', 'Quota day']) {
      await goToSection(page, title);
      expect([title, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([title, 360]);
      expect([title, await barriersOf(page)]).toEqual([title, []]);
    }
    expect(faults).toEqual([]);
  });
});
