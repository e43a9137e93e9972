import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from './median.js';

export type AppName = 'nest' | 'nest, event-emitter, class-validator' | 'ours';

export interface StartUp {
  /** From the start of the process. */
  ms: number;
  /** In bytes. */
  rss: number;
}

export interface StartUpRow extends StartUp {
  app: AppName;
}

/** What this package needs as peers is measured by itself, so that what it adds of its own can be seen. */
const APPS: AppName[] = ['nest', 'nest, event-emitter, class-validator', 'ours'];

/** Starts each app in turn, round after round. */
export async function measureStartUp(rounds: number): Promise<StartUpRow[]> {
  const measured = new Map<AppName, StartUp[]>(APPS.map((app) => [app, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const app of APPS) measured.get(app)?.push(await boot(app));
  }
  return Array.from(measured, ([app, starts]) => ({
    app,
    ms: median(starts.map(({ ms }) => ms)),
    rss: median(starts.map(({ rss }) => rss)),
  }));
}

async function boot(app: AppName): Promise<StartUp> {
  const child = fork(fileURLToPath(new URL('boot.js', import.meta.url)), [app]);
  const exit = once(child, 'exit');
  const [startUp] = (await Promise.race([
    once(child, 'message'),
    exit.then(([code]) => {
      throw new Error(`the app ${app} ended too early (${String(code)})`);
    }),
  ])) as [StartUp];
  await exit;
  return startUp;
}
