import { posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';

/**
 * Returns the command that runs the test of the alarm. In a monorepo of the CLI 11, `test:e2e` runs the tests of the first app only, and
 * the test that the CLI writes for another app fails.
 */
export function testCommand(tree: Tree, sourceRoot: string): string {
  const config = posix.join(sourceRoot, '..', 'test', 'jest-e2e.json');
  const manifest: unknown = JSON.parse(tree.readText('package.json'));
  const script = String(Reflect.get(Object(Reflect.get(Object(manifest), 'scripts')), 'test:e2e'));
  const runsAnotherApp = /\bjest\b/.test(script) && !script.includes(config) && tree.exists(config);
  return runsAnotherApp ? `npx jest --config ${config} quota-alarm` : 'npm run test:e2e';
}
