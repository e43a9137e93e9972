import { Command } from 'commander';
import { UsageError } from '../exit-codes.js';
import { FreshSamples } from '../fresh-sample.js';
import { paint, Terminal } from '../terminal.js';
import { CATALOGUE, findCallback, type KnownCallback } from './catalogue.js';

const HELP = `
"before" means that Chat waits for the answer and obeys it; the answers are methods of the
event. The answer to an "after" callback is always OK.

Examples:
  those whose command, event or timing contains this text:
  $ nestjs-tencent-chat-webhook commands before
  one of them, with a sample of its body:
  $ nestjs-tencent-chat-webhook commands group.quotaAlarm`;

export function catalogueCommand(): Command {
  return new Command('commands')
    .description('list the known callbacks: command, event, timing, answers')
    .argument('[search]', 'a command, an event, or a part of either')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((search: string | undefined, { json = false }: { json?: boolean }) => {
      const terminal = new Terminal(json);
      const exact = search === undefined ? undefined : findCallback(search);
      if (exact !== undefined) printOne(terminal, exact);
      else printAll(terminal, search);
    });
}

function printOne(terminal: Terminal, callback: KnownCallback): void {
  const { command, event, timing, answers } = entryOf(callback);
  const sample = new FreshSamples(1400000000).next(command);
  terminal.value({ command, event, timing, answers, sample });
  terminal.line(paint('bold', command));
  terminal.line(`event    ${event}`);
  terminal.line(`timing   ${timing}`);
  terminal.line(`answers  ${inWords(answers)}`);
  for (const [index, line] of JSON.stringify(sample, null, 2).split('\n').entries()) {
    terminal.line(`${index === 0 ? 'sample' : '      '}   ${line}`);
  }
}

/** @throws UsageError if the search finds nothing */
function printAll(terminal: Terminal, search = ''): void {
  const entries = CATALOGUE.map(entryOf).filter(({ command, event, timing }) =>
    [command, event, timing].some((text) => text.toLowerCase().includes(search.toLowerCase())),
  );
  if (entries.length === 0) throw new UsageError(`no command or event contains "${search}"`);
  terminal.value(entries);
  const commandWidth = Math.max(...entries.map(({ command }) => command.length));
  const eventWidth = Math.max(...entries.map(({ event }) => event.length));
  for (const { command, event, timing, answers } of entries) {
    const columns = [
      command.padEnd(commandWidth),
      event.padEnd(eventWidth),
      timing.padEnd(6),
      inWords(answers),
    ];
    terminal.line(columns.join('  '));
  }
}

function entryOf({ command, event, answers }: KnownCallback) {
  return { command, event, timing: answers === undefined ? 'after' : 'before', answers: answers ?? [] };
}

function inWords(answers: readonly string[]): string {
  return answers.length === 0 ? 'OK' : answers.join(', ');
}
