import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';

/** Whether tests in a browser can run here. Where CI is set they have to, and fail otherwise. */
export function hasChromium(): boolean {
  const found = existsSync(EXECUTABLE);
  if (!found && process.env.CI !== 'true') {
    console.warn('\n*** chromium is not installed: the tests in a browser are SKIPPED ***\n');
  }
  return found || process.env.CI === 'true';
}

/** Debian's browser, which asks nobody but the page's own server. */
export function startChromium(): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'];
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ['--no-sandbox', '--disable-gpu', '--disable-component-update', ...quiet],
  });
}
