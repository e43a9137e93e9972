import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { isBeforeCallback, type CallbackClass } from '../../src/callbacks/callback-class.js';
import { membersOf } from '../../src/callbacks/idempotency-key.js';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { differences } from '../fixtures/differences.js';
import { DOCUMENTED_CALLBACKS } from '../fixtures/documented-callbacks.js';
import { LIFECYCLE_CHANNELS } from '../../src/lifecycle/lifecycle-channels.js';
import { storedSample } from '../../src/testing/sample-callback.js';

// What follows from the catalogue but has to stand in a file. `npm run generate` writes it.

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

async function formatted(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path(file))), filepath: path(file) });
}

const eventOf = (dto: string) => dto.replace(/Dto$/, 'Event');

const GENERATED = '// Generated from the catalogue: run `npm run generate`.';

/** What each class of the catalogue says of itself first. */
const firstSentences = new Map(
  readdirSync(path('src/callbacks/families/'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path(`src/callbacks/families/${file}`), 'utf8'))
    .flatMap((text) =>
      [...text.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s*export class (\w+Dto)\b/gs)].map(
        ([, comment = '', name = '']): [string, string | undefined] => [
          name,
          /^.*?\.(?= |$)/.exec(comment.replace(/\s*\n? *\* /g, ' ').trim())?.[0],
        ],
      ),
    ),
);

/** The members that identify a callback; a before-callback is never a duplicate, nor is one that only its `RequestId` identifies. */
function keyOf(callback: CallbackClass): string {
  const key = callback.idempotencyKey(storedSample(callback.command), undefined);
  if (key === undefined || isBeforeCallback(callback)) return '–';
  return membersOf(callback.idempotencyKey).join(', ');
}

describe('what is written from the catalogue is up to date:', () => {
  it("the types of the classes' events, with the docs that an editor shows", async () => {
    const file = 'src/events/callback-events.ts';
    const types = CATALOGUE.map(
      ({ name, command }) =>
        `/** ${firstSentences.get(name)} Command \`${command}\`. */\nexport type ${eventOf(name)} = EventOf<typeof callbacks.${name}>;`,
    );
    const text = `${GENERATED}
      import type * as callbacks from '../callbacks/families/index.js';
      import type { EventOf } from './event-of.js';\n
      // Not beside the classes: they are a floor below the events.
      ${types.join('\n')}`;
    await expect(await formatted(file, text)).toMatchFileSnapshot(path(file));
  });

  it('the map from the names of events to their types', async () => {
    const file = 'src/events/callback-event-map.ts';
    const members = CATALOGUE.map(
      ({ name, event }) => `/** ${firstSentences.get(name)} */\n'${event}': events.${eventOf(name)};`,
    );
    const text = `${GENERATED}
      import type * as events from './callback-events.js';\n
      /** The event of each command in the catalogue, by its name. */
      export interface CallbackEventMap {
        ${members.join('\n')}
      }`;
    await expect(await formatted(file, text)).toMatchFileSnapshot(path(file));
  });

  it("the manual's table of events", async () => {
    const rows = CATALOGUE.map(
      (callback) =>
        `| \`${callback.event}\`${'verdicts' in callback ? ' (before)' : ''} | \`${callback.command}\` | \`${eventOf(callback.name)}\` | ${keyOf(callback)} |`,
    );
    const table = `| event | command | type | key |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
    const page = readFileSync(path('docs/events.md'), 'utf8');
    const text = page.replace(
      /(<!-- events -->).*?(<!-- \/events -->)/s,
      (_all, begin: string, end: string) => `${begin}\n\n${table}\n\n${end}`,
    );
    await expect(await formatted('docs/events.md', text)).toMatchFileSnapshot(path('docs/events.md'));
  });

  it("the command line's list of callbacks, which it reads without loading their classes", async () => {
    const file = 'src/cli/catalogue/catalogue.json';
    const callbacks: readonly CallbackClass[] = CATALOGUE;
    const entries = callbacks.map((callback) => {
      const { command, aliases, event } = callback;
      if (!isBeforeCallback(callback)) return { command, aliases, event };
      return { command, aliases, event, answers: Object.keys(callback.verdicts(storedSample(command))) };
    });
    await expect(await formatted(file, JSON.stringify(entries))).toMatchFileSnapshot(path(file));
  });

  it('the page of differences between the classes and what is documented', async () => {
    const known = new Map(CATALOGUE.map((callback) => [callback.command as string, callback]));
    const documented = new Set(DOCUMENTED_CALLBACKS.map(({ command }) => command));
    const found = [
      ...[...known.keys()]
        .filter((command) => !documented.has(command))
        .map((command) => `${command} is not documented`),
      ...DOCUMENTED_CALLBACKS.flatMap(({ command, members }) => {
        const callback = known.get(command);
        if (callback === undefined) return [`${command} has no class`];
        return differences(callback, members).map((difference) => `${command}: ${difference}`);
      }),
    ];
    const list = found.length === 0 ? 'None.' : found.map((difference) => `- ${difference}`).join('\n');
    const text = `# Differences from the documentation\n\n\`npm run generate\` writes this page: where the classes differ from what the vendor documents and captures show.\nNo member of a before-callback and of an element of a message is required, whatever the documentation says.\n\n${list}\n`;
    await expect(await formatted('test/generated/differences.md', text)).toMatchFileSnapshot(
      path('test/generated/differences.md'),
    );
  });

  it("the manual's table of the lifecycle has every step", () => {
    const [, table = ''] =
      /<!-- steps -->(.*)<!-- \/steps -->/s.exec(readFileSync(path('docs/operating.md'), 'utf8')) ?? [];
    const steps = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, step]) => step);
    expect(new Set(steps)).toEqual(new Set(Object.keys(LIFECYCLE_CHANNELS)));
  });
});
