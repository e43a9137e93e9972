import { posix } from 'node:path';
import { FLOORS } from './floors.mjs';

/** How many levels of folders a floor may have. */
const DEEPEST = 4;

/** Keeps the imports of each floor to the floors that it may use, at every depth of its folders. */
const overrides = FLOORS.map((floor, index) => {
  const lower = FLOORS.slice(0, index).map(({ folder }) => folder);
  const allowed = floor.only ?? lower.filter((folder) => !floor.except?.includes(folder));
  const forbidden = FLOORS.map(({ folder }) => folder).filter(
    (folder) => folder !== floor.folder && !allowed.includes(folder),
  );
  const depths = floor.folder === '.' ? [0] : Array.from({ length: DEEPEST }, (_, depth) => depth);
  return depths.map((depth) => {
    const within = posix.join(floor.folder, ...Array(depth).fill('*'));
    const pathOf = (folder) => {
      const path = posix.relative(within, folder);
      const local = path.startsWith('.') ? path : `./${path}`;
      if (path.endsWith('.js')) return local;
      return /^[./]+$/.test(path) ? `${local}/*.js` : `${local}/**`;
    };
    // A subfolder or a file may be open although its folder is not.
    const open = allowed.filter((path) => forbidden.some((folder) => path.startsWith(`${folder}/`)));
    const group = [...forbidden.map(pathOf), ...open.map((path) => `!${pathOf(path)}`)];
    return {
      files: [posix.join('src', within, '*.ts'), posix.join('src', within, '*.tsx')],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              { group, message: `${floor.folder} may not import this: see floors.mjs` },
              ...(floor.withoutNest
                ? [{ group: ['@nestjs/**'], message: `${floor.folder} knows nothing of Nest` }]
                : []),
            ],
          },
        ],
      },
    };
  });
});

/** The overrides of a subfolder come after those of its folder, because the last match wins. */
const floors = FLOORS.map(({ folder }, index) => ({
  depth: folder.split('/').length,
  rules: overrides[index],
}))
  .toSorted((a, b) => a.depth - b.depth)
  .flatMap(({ rules }) => rules);

export default {
  plugins: ['typescript', 'unicorn', 'import', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'typescript/no-floating-promises': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': ['error', { allow: ['**/instrumentation.js', '**/simulated-clock.js'] }],
    'typescript/no-extraneous-class': ['error', { allowWithDecorator: true, allowStaticOnly: true }],
  },
  ignorePatterns: ['dist', '**/dist'],
  overrides: [
    ...floors,
    {
      files: ['src/console/page/**'],
      rules: { 'import/no-unassigned-import': ['error', { allow: ['**/*.css'] }] },
    },
    {
      files: ['example/**'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                group: ['../../**'],
                message: 'the example imports what a user has: itself, and packages by their names',
              },
            ],
          },
        ],
      },
    },
    {
      files: ['test/**', 'bench/**'],
      rules: {
        'typescript/no-unsafe-type-assertion': 'off',
        'typescript/no-non-null-assertion': 'off',
        'unicorn/consistent-function-scoping': 'off',
        'promise/always-return': 'off',
        'vitest/expect-expect': 'off',
        'vitest/require-mock-type-parameters': 'off',
        'vitest/no-conditional-tests': 'off',
        'vitest/no-conditional-expect': 'off',
        'vitest/valid-expect': ['error', { maxArgs: 2 }],
        'typescript/no-extraneous-class': 'off',
      },
    },
  ],
};
