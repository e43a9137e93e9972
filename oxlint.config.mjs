import { posix } from 'node:path';
import { FLOORS } from './floors.mjs';

/** How many levels of folders a floor may have. */
const DEEPEST = 4;

/** Keeps the imports of each floor to the floors that it may use, at every depth of its folders. */
const overrides = FLOORS.map((floor, index) => {
  const allowed = floor.only ?? FLOORS.slice(0, index).map(({ folder }) => folder);
  const forbidden = FLOORS.map(({ folder }) => folder).filter(
    (folder) => folder !== floor.folder && (!allowed.includes(folder) || floor.except?.includes(folder)),
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
    // A room or a file may be open although its folder is not.
    const rooms = allowed.filter((room) => forbidden.some((folder) => room.startsWith(`${folder}/`)));
    const group = [...forbidden.map(pathOf), ...rooms.map((room) => `!${pathOf(room)}`)];
    return {
      files: [posix.join('src', within, '*.ts'), posix.join('src', within, '*.tsx')],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              { group, message: `${floor.folder} is a floor below, or apart: see floors.mjs` },
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

/** The overrides of a room come after those of its folder, whose deeper levels they replace. */
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
