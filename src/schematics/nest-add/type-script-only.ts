import { posix } from 'node:path';
import type { Rule } from '@angular-devkit/schematics';
import type { NestAddOptions } from './nest-add.options.js';

/**
 * The factory of `nest add`. It loads everything else when it knows that the project has the package `typescript`, which the rest needs.
 *
 * @throws Error in a project of JavaScript
 */
export function nestAddToTypeScript(options: NestAddOptions): Rule {
  return async (tree) => {
    const main = posix.join(options.sourceRoot ?? 'src', 'main');
    if (tree.exists(`${main}.js`) && !tree.exists(`${main}.ts`)) {
      throw new Error(
        `${main}.js: this project is written in JavaScript, but nest add writes TypeScript. Set it up by hand, as README.md shows`,
      );
    }
    const { nestAdd } = await import('./nest-add.js');
    return nestAdd(options);
  };
}
