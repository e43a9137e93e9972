import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { LIFECYCLE_CHANNELS } from '../../src/lifecycle/lifecycle-channels.js';

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

  it("the manual's table of events", async () => {
    const rows = CATALOGUE.map(
      (callback) =>
        `| \`${callback.event}\`${'verdicts' in callback ? ' (before)' : ''} | \`${callback.command}\` | \`${eventOf(callback.name)}\` |`,
    );
    const table = `| event | command | type |\n| --- | --- | --- |\n${rows.join('\n')}`;
    const page = readFileSync(path('docs/events.md'), 'utf8');
    const text = page.replace(
      /(<!-- events -->).*?(<!-- \/events -->)/s,
      (_all, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`,
    );
    await expect(await formatted('docs/events.md', text)).toMatchFileSnapshot(path('docs/events.md'));
  });

  it("the manual's table of the lifecycle has every step", () => {
    const [, table = ''] =
      /<!-- steps -->(.*)<!-- \/steps -->/s.exec(readFileSync(path('docs/operating.md'), 'utf8')) ?? [];
    const steps = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, step]) => step);
    expect(new Set(steps)).toEqual(new Set(Object.keys(LIFECYCLE_CHANNELS)));
  });
});
