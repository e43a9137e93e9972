import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';

// What follows from the catalogue but has to stand in a file. `npm run generate` writes it anew.

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

async function formatted(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path(file))), filepath: path(file) });
}

const eventOf = (dto: string) => dto.replace(/Dto$/, 'Event');

describe('what is written from the catalogue is up to date:', () => {
  it('every class has the type of its event', () => {
    const aliases = readFileSync(path('src/events/callback-events.ts'), 'utf8').matchAll(
      /^export type (\w+) =\s+EventOf<\s*typeof callbacks\.(\w+)\s*>;$/gm,
    );
    expect(new Map([...aliases].map(([, alias, dto]) => [dto, alias]))).toEqual(
      new Map(CATALOGUE.map(({ name }) => [name, eventOf(name)])),
    );
  });

  it("the README's table of events", async () => {
    const rows = CATALOGUE.map(
      (callback) =>
        `| \`${callback.event}\`${'verdicts' in callback ? ' (before)' : ''} | \`${callback.command}\` | \`${eventOf(callback.name)}\` |`,
    );
    const table = `| event | command | type |\n| --- | --- | --- |\n${rows.join('\n')}`;
    const readme = readFileSync(path('README.md'), 'utf8');
    const text = readme.replace(
      /(<!-- events -->).*?(<!-- \/events -->)/s,
      (_all, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`,
    );
    await expect(await formatted('README.md', text)).toMatchFileSnapshot(path('README.md'));
  });
});
