import { type CallbackClass, isBeforeCallback } from '../../callbacks/callback-class.js';
import { CATALOGUE } from '../../callbacks/catalogue.js';
import { UsageError } from '../exit-codes.js';
import { FreshSamples } from '../fresh-sample.js';
import { findCallback } from '../known-command.js';
import { Terminal } from '../terminal.js';

interface CatalogueEntry {
  command: string;
  event: string;
  /** Before: Chat waits for the answer and does what it says. After: it has happened. */
  timing: 'before' | 'after';
  /** Methods of the event that build an answer. */
  answers: string[];
}

/** @throws UsageError when the search finds nothing */
export function printCatalogue(search: string | undefined, json = false): void {
  const terminal = new Terminal(json, (text) => text);
  const exact = search === undefined ? undefined : findCallback(search);
  if (exact !== undefined) printOne(terminal, exact);
  else printAll(terminal, search);
}

function printOne(terminal: Terminal, callback: CallbackClass): void {
  const entry = entryOf(callback);
  const sample = sampleOf(callback);
  terminal.value({ ...entry, sample });
  terminal.line(terminal.paint('bold', entry.command));
  terminal.line(`event    ${entry.event}`);
  terminal.line(`timing   ${entry.timing}`);
  terminal.line(`answers  ${answersInWords(entry)}`);
  terminal.line(`sample   ${JSON.stringify(sample, null, 2).replaceAll('\n', '\n         ')}`);
}

function printAll(terminal: Terminal, search = ''): void {
  const entries = CATALOGUE.map(entryOf).filter(({ command, event, timing }) =>
    [command, event, timing].some((text) => text.toLowerCase().includes(search.toLowerCase())),
  );
  if (entries.length === 0) throw new UsageError(`no command or event has "${search}" in it`);
  terminal.value(entries);
  const commandWidth = Math.max(...entries.map(({ command }) => command.length));
  const eventWidth = Math.max(...entries.map(({ event }) => event.length));
  for (const entry of entries) {
    const { command, event, timing } = entry;
    terminal.line(
      `${command.padEnd(commandWidth)}  ${event.padEnd(eventWidth)}  ${timing.padEnd(6)}  ${answersInWords(entry)}`,
    );
  }
}

function answersInWords({ answers }: CatalogueEntry): string {
  return answers.length === 0 ? 'OK' : answers.join(', ');
}

function entryOf(callback: CallbackClass): CatalogueEntry {
  const { command, event } = callback;
  if (!isBeforeCallback(callback)) return { command, event, timing: 'after', answers: [] };
  return { command, event, timing: 'before', answers: Object.keys(callback.verdicts(sampleOf(callback))) };
}

function sampleOf({ command }: CallbackClass): object {
  return new FreshSamples(1400000000).next(command);
}
