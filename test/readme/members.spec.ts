import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { TencentChatWebhookModule } from '../../src/index.js';
import { readPage } from './code-blocks.js';

const INDEX = fileURLToPath(new URL('../../src/index.ts', import.meta.url));
const program = ts.createProgram([INDEX], { strict: true, noEmit: true, experimentalDecorators: true });
const checker = program.getTypeChecker();

/** The public types by their names. */
const types = new Map(
  checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(INDEX)!)!)
    .map((symbol) => [
      symbol.name,
      symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    ]),
);

function typeOf(name: string): ts.Type {
  return checker.getDeclaredTypeOfSymbol(types.get(name)!);
}

function membersOf(type: ts.Type): string[] {
  return type
    .getProperties()
    .map(({ name }) => name)
    .filter((name) => /^\w+$/.test(name) && !name.startsWith('__'));
}

/** The cells of each row of the table that has this text in its head, or stands behind it. */
function rows(page: string, mark: string): string[][] {
  const text = readPage(page);
  const table = /^\|.*\n\|[ -|]*\n((?:\|.*\n)+)/m.exec(text.slice(text.indexOf(mark)))?.[1] ?? '';
  const cells = table.matchAll(/^\| (.*) \|$/gm);
  return Array.from(cells, ([, row = '']) => row.split(' | ').map((cell) => cell.trim()));
}

/** The names in backticks, without the values in brackets behind them. */
function names(cell: string): string[] {
  return [...cell.replace(/\([^()]*\)/g, '').matchAll(/`(\w+)(?:: [^`]+)?`/g)].map(([, name = '']) => name);
}

it.each([
  ['docs/operating.md', 'resolves with', 'DeliveryStats'],
  ['docs/events.md', '## The members of an event', 'TencentChatEvent'],
])('the table of %s behind "%s" has the members of %s', (page, mark, type) => {
  const named = rows(page, mark).flatMap(([name = '']) => names(name));
  expect(named).not.toEqual([]);
  const inherited =
    type === 'TencentChatEvent' ? membersOf(typeOf('QuotaSpikeEvent').getBaseTypes()![0]!) : [];
  expect(named.toSorted()).toEqual(
    membersOf(typeOf(type))
      .filter((name) => !inherited.includes(name))
      .toSorted(),
  );
});

it('the table of the steps has the members of their types', () => {
  const ofAll = ['registration', 'id', 'command', 'sdkAppId', 'receivedAt'];
  const steps = checker
    .getTypeOfSymbol(types.get('LIFECYCLE_CHANNELS')!)
    .getProperties()
    .map(({ name }) => name);
  const found = rows('docs/operating.md', '<!-- steps -->').map(([name = '', , payload = '']) => ({
    step: names(name)[0] ?? '',
    members: names(payload).filter((member) => !ofAll.includes(member)),
  }));
  expect(found.map(({ step }) => step)).toEqual(expect.arrayContaining(steps));
  for (const { step, members } of found) {
    const type = typeOfStep(step);
    const known = membersOf(typeOf(type)).filter((member) => !ofAll.includes(member));
    expect(members.toSorted(), type).toEqual(known.toSorted());
  }
});

it('the members of events that the page on the quota names are theirs', () => {
  let event: string | undefined;
  for (const [, text = ''] of rows('docs/quota.md', '## What you see')) {
    // A row may be about "the same" as the row before.
    event = /`group\.(\w+)`/.exec(text)?.[1] ?? (text.startsWith('the same') ? event : undefined);
    if (event === undefined) continue;
    expect(membersOf(typeOf(`${capital(event)}Event`)), text).toEqual(expect.arrayContaining(names(text)));
  }
  const [, returned = ''] = /`snapshot\(sdkAppId\)` returns ([^.]*)\./.exec(readPage('docs/quota.md')) ?? [];
  expect(names(returned).toSorted()).toEqual(membersOf(typeOf('QuotaSnapshot')).toSorted());
});

it('the page on operating names the steps with a body', () => {
  const [, list = ''] = /returns the body for ([^.]*)\. These/.exec(readPage('docs/operating.md')) ?? [];
  const withBody = rows('docs/operating.md', '<!-- steps -->')
    .flatMap(([name = '']) => names(name))
    .filter((step) => membersOf(typeOf(typeOfStep(step))).includes('receivedAt'));
  expect(names(list).toSorted()).toEqual(withBody.toSorted());
});

it('the page on options names what the module exports', () => {
  const exported = Reflect.getMetadata('exports', TencentChatWebhookModule) as unknown[];
  const classes = exported.flatMap((each) =>
    typeof each === 'function' && types.has(each.name) ? each.name : [],
  );
  const [, list = ''] = /The module exports ([^.]*)\./.exec(readPage('docs/options.md')) ?? [];
  expect(names(list).toSorted()).toEqual(classes.toSorted());
});

/** The public type of a step. */
function typeOfStep(step: string): string {
  const type = `${capital(step)}Step`;
  return types.has(type) ? type : 'DeadLetterActionStep';
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
