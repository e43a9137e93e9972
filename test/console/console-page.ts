import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** For `expect.poll`: the page shows what its server sends a moment later. */
export const SOON = { timeout: 10_000 };

/** The console in a browser. */
export interface ConsolePage {
  page: Page;
  /** What the browser complained about, violations of the page's policy included. */
  faults: string[];
}

/** Opens the console, until the test has ended, and waits until its page is connected. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  onTestFinished(() => page.close());
  page.setDefaultTimeout(8000);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(url);
  await page.getByRole('status', { name: 'Connection' }).getByText('Connected', { exact: true }).waitFor();
  return { page, faults };
}

export async function goToSection(page: Page, title: string): Promise<void> {
  const sections = page.getByRole('navigation', { name: 'Sections' });
  await sections.getByRole('link', { name: new RegExp(`^${title}`) }).click();
  await page.getByRole('heading', { name: title, level: 2 }).waitFor();
}

/** What a rule of accessibility says is serious, and worse. */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate<axe.AxeResults>('axe.run()');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** How far down a picture reaches behind the section, in px. */
const MARGIN = 24;

/** For the manual, as far down as something is on the screen: `npm run screenshots` keeps it. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  const last = await page.locator('main > *').last().boundingBox();
  const screen = page.viewportSize();
  if (last === null || screen === null) throw new Error('there is nothing to be seen');
  const height = Math.min(screen.height, last.y + last.height + MARGIN);
  await page.screenshot({ path: `${folder}/${name}.png`, clip: { x: 0, y: 0, width: screen.width, height } });
}
