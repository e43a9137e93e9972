import type { Tree } from '@angular-devkit/schematics';

/**
 * Adds missing variables to `.env`, and makes the file if there is none.
 *
 * @returns the names of those that were added
 */
export function addVariables(tree: Tree, variables: Readonly<Record<string, string>>): string[] {
  const text = tree.read('.env')?.toString() ?? '';
  const missing = Object.entries(variables).filter(
    ([name]) => !new RegExp(String.raw`^\s*(?:export\s+)?${name}\s*=`, 'm').test(text),
  );
  append(
    tree,
    '.env',
    missing.map(([name, value]) => `${name}=${value}`),
  );
  return missing.map(([name]) => name);
}

/** Adds paths to `.gitignore`, if the project has one and it does not list them. */
export function addIgnored(tree: Tree, paths: readonly string[]): void {
  if (!tree.exists('.gitignore')) return;
  const lines = tree.readText('.gitignore').split('\n');
  append(
    tree,
    '.gitignore',
    paths.filter((path) => !lines.some((line) => line.trim().replace(/^\//, '') === path.replace(/^\//, ''))),
  );
}

function append(tree: Tree, file: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const text = tree.read(file)?.toString() ?? '';
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  const whole = `${text}${separator}${lines.join('\n')}\n`;
  if (tree.exists(file)) tree.overwrite(file, whole);
  else tree.create(file, whole);
}
