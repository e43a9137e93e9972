import { expect, it } from 'vitest';
import { THEMES } from '../../src/cli/check/examine.js';
import { codeBlocks, readPage } from '../readme/code-blocks.js';
import { runCli } from './run-cli.js';

const PAGE = 'docs/command-line.md';
const page = readPage(PAGE);

const used = codeBlocks(PAGE)
  .flatMap(({ text }) => [...text.matchAll(/^\$ npx nestjs-tencent-chat-webhook (\S+)(.*)$/gm)])
  .map(([, command = '', parameters = '']) => ({ command, parameters }));

it('the manual shows every probe', () => {
  const rows = [...page.matchAll(/^\| `([\w-]+)` +\| (.*?) +\|$/gm)].map(([, name, title]) => [name, title]);
  const probes = THEMES.flatMap(({ probes: all }) => all.map(({ name, title }) => [name, title]));
  expect(rows).toEqual(probes);
});

it('the manual gives only existing commands and options', async () => {
  const helps = new Map<string, string>();
  for (const command of ['send', 'listen', 'check', 'sign', 'commands', 'postgres']) {
    helps.set(command, (await runCli([command, '--help'])).stdout);
  }
  expect(new Set(used.map(({ command }) => command))).toEqual(new Set(helps.keys()));
  for (const { command, parameters } of used) {
    for (const [option] of parameters.matchAll(/--[\w-]+/g)) {
      expect(helps.get(command)).toContain(`${option} `);
    }
  }
});

it("the manual's samples of output are what is printed", async () => {
  for (const parameters of [
    ['sign', '--request-time', '1669872112', '--token', 'xxxxyyyy'],
    ['commands', 'friend'],
  ]) {
    const { stdout } = await runCli(parameters);
    expect(page).toContain(`$ npx nestjs-tencent-chat-webhook ${parameters.join(' ')}\n${stdout}`);
  }
});
