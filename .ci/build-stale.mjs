/** Builds the package where `dist` is missing, or older than what it is made of: `npm start` and the demo begin with it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

// With its folders, whose times tell of files that were removed.
const sources = ['src', ...readdirSync('src', { recursive: true }).map((name) => join('src', name))];
const madeOf = [...sources, 'package.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

const built = statSync('dist/index.js', { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (madeOf.some((file) => statSync(file).mtimeMs > built)) {
  process.exitCode = spawnSync('npm run build', { shell: true, stdio: 'inherit' }).status ?? 1;
}
