import { configDefaults, defineConfig } from 'vitest/config';

/** What kills processes, fills disks, drives brokers, or plays a day in a browser: minutes, in which the processor mostly waits. */
const SLOW = [
  'test/faults/**/*.spec.ts',
  'test/relay/{rabbitmq,relay}.spec.ts',
  'test/console/{browser,simulated-day}.spec.ts',
];
const ALL = ['test/**/*.spec.ts', 'example/test/*.e2e-spec.ts'];

/** `npm test` runs the mode `fast`, `npm run test:slow` the mode `slow`. Without a mode any spec can be run by its name. */
export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'slow' ? SLOW : ALL,
    exclude: [
      ...configDefaults.exclude,
      'test/readme/extracted/**',
      'test/packed/**',
      ...(mode === 'fast' ? SLOW : []),
    ],
    // Not the mode: in all but `test` Express prints the errors that it answers.
    env: { NODE_ENV: 'test' },
    testTimeout: 20_000,
    // The start of a server is a matter of seconds on a busy machine.
    hookTimeout: 60_000,
    // Many wait for servers and processes more than they compute: side by side also where there are two cores.
    maxWorkers: 3,
    typecheck: {
      enabled: mode !== 'slow',
      include: ['test/types/**/*.test-d.ts'],
      tsconfig: './tsconfig.json',
    },
  },
}));
