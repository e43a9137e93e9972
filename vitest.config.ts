import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.spec.ts', 'example/test/*.e2e-spec.ts'],
    exclude: [...configDefaults.exclude, 'test/readme/extracted/**', 'test/packed/**'],
    testTimeout: 20_000,
    // Many wait for servers and processes more than they compute: side by side also where there are two cores.
    maxWorkers: 3,
    typecheck: { enabled: true, include: ['test/types/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
  },
});
