import { fork } from 'node:child_process';
import { once } from 'node:events';
import { entryOf } from './child-process.js';
import { median } from './median.js';

export type AppName = 'nest' | 'nest, event-emitter' | 'nest, event-emitter, class-validator' | 'ours';

export interface StartUp {
  /** From the start of the process until the app listens. */
  ms: number;
  /** In bytes. */
  rss: number;
}

export interface StartUpRow extends StartUp {
  app: AppName;
}

/** The second app has what ours loads as well, so that its difference to ours is the package itself. The third validates DTOs too. */
const APPS: AppName[] = ['nest', 'nest, event-emitter', 'nest, event-emitter, class-validator', 'ours'];

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

/** @param checkout path of another checkout whose app is started; its other apps may have other names */
export async function boot(app: AppName, checkout?: string): Promise<StartUp> {
  const child = fork(entryOf('boot.js', checkout), [app]);
  const exit = once(child, 'exit');
  const [startUp] = (await Promise.race([
    once(child, 'message'),
    exit.then(([code]) => {
      throw new Error(`the app ${app} exited too early (${String(code)})`);
    }),
  ])) as [StartUp];
  await exit;
  return startUp;
}
