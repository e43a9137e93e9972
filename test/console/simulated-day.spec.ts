import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../support/send.js';
import { startProcess, type PrintingProcess } from '../simulation/printing-process.js';
import { hasChromium, startChromium } from './chromium.js';
import { barriersOf, goToSection, openConsole, SOON, takePicture } from './console-page.js';

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const SIMULATION = fileURLToPath(new URL('../simulation', import.meta.url));
const DEMO = `${SIMULATION}/dist/test/simulation/demo.js`;

/** The id of a message, with the turn of the evening in which it was sent. */
const MESSAGE = /C2C\.CallbackAfterSendMsg\/(\d+)_/;

describe.runIf(hasChromium())("the example's console, on the evening of a simulated day", () => {
  const ending = new AbortController();
  let demo: PrintingProcess;
  let browser: Browser;
  let url: string;
  let password: string;

  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [TSC, '--build', SIMULATION]);
    demo = startProcess([DEMO, '--open'], ending.signal, { asInTerminal: true });
    [, url = ''] = await demo.hasPrinted(/^ +(http:\S+\/console)$/);
    [, password = ''] = await demo.hasPrinted(/password (\S+)$/);
    browser = await startChromium();
  }, 240_000);
  afterAll(async () => {
    ending.abort();
    await browser?.close();
  });

  const open = () => openConsole(browser, url, { httpCredentials: { username: 'ann', password } });

  it('is not shown without its password', async () => {
    const stranger = await browser.newPage({ httpCredentials: { username: 'ann', password: 'a-guess' } });
    const answer = await stranger.goto(url);
    expect(answer?.status()).toBe(401);
    expect(await stranger.locator('body').innerText()).not.toContain('Tencent Chat callbacks');
    await stranger.close();
    expect((await send(`${url}/api/overview`, { method: 'GET' })).status).toBe(401);
  });

  it('draws the curve of the day, above its limit', async () => {
    const { page, faults } = await open();
    const day = page.getByRole('article', { name: 'App 1400000000' });
    await expect.poll(() => day.innerText(), SOON).toMatch(/10,05[01][\s\S]*of 10,000 groups/);
    await expect.poll(() => day.getByRole('img').locator('path').count(), SOON).toBeGreaterThan(0);
    const levels = day.getByRole('table', { name: 'Levels' });
    await expect.poll(() => levels.getByText(/^at \d\d:\d\d$/).count(), SOON).toBe(4);
    const [, bot = ''] = await day
      .getByRole('table', { name: 'Created by' })
      .getByRole('row')
      .allInnerTexts();
    expect(bot).toMatch(/^bot_7\s+2\d\d\s/);
    expect(await barriersOf(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('shows callbacks live, with their results', async () => {
    const { page, faults } = await open();
    await goToSection(page, 'Live callbacks');
    const table = page.getByRole('table', { name: 'Live callbacks' });
    const newest = table.getByText(MESSAGE).first();
    const [, turn = ''] = MESSAGE.exec(await newest.innerText()) ?? [];
    await table.getByText(`C2C.CallbackAfterSendMsg/${Number(turn) + 2}_`).waitFor();
    const ids = (await table.getByRole('row').allInnerTexts()).join();
    // The before-callback comes before the after-callback, and the latest row is the first.
    expect(ids.search(/CallbackAfterSendMsg/)).toBeLessThan(ids.search(/CallbackBeforeSendMsg/));
    // The second owner of a new group is written to at the second attempt.
    await table.getByText(/^done in .*, attempt 2$/).waitFor({ timeout: 20_000 });
    await takePicture(page, 'live-callbacks');
    expect(await barriersOf(page)).toEqual([]);
    expect(faults).toEqual([]);
  }, 40_000);

  it('replays a dead letter, and notes the actor', async () => {
    const { page, faults } = await open();
    await goToSection(page, 'Dead letters');
    const letters = page.getByRole('table', { name: 'Dead letters' });
    const replay = letters.getByRole('button', { name: /^Replay Group.CallbackAfterCreateGroup/ }).first();
    const name = (await replay.getAttribute('aria-label')) ?? '';
    const id = name.slice(name.indexOf(', ') + 2);
    expect(await barriersOf(page)).toEqual([]);
    await replay.click();
    await letters.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });

    await goToSection(page, 'Live callbacks');
    // By now there may be more than the 50 callbacks that are shown at first.
    await page.getByLabel('Text of ids').fill(id);
    const live = page.getByRole('table', { name: 'Live callbacks' });
    const row = live.getByRole('row').filter({ hasText: id });
    await row.getByText('done', { exact: true }).waitFor();
    await row.getByRole('button').click();
    await expect.poll(() => live.innerText(), SOON).toMatch(/By\s+ann/);
    expect(faults).toEqual([]);
  });

  it('ends at Ctrl-C, with the expected day', async () => {
    expect(await demo.stop('SIGINT')).toBe(0);
    expect(demo.printed.at(-1)).toBe('All as it should be.');
  });
});
