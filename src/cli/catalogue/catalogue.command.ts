import { Command } from 'commander';

const HELP = `
"before" means that Chat waits for the answer and does what it says; the answers are methods
of the event. The answer to an "after" callback is always OK.

Examples:
  those whose command, event or timing has this in it:
  $ nestjs-tencent-chat-webhook commands before
  one of them, with a sample of its body:
  $ nestjs-tencent-chat-webhook commands group.quotaAlarm`;

export function catalogueCommand(): Command {
  return (
    new Command('commands')
      .description('list the callbacks that are known: command, event, timing, answers')
      .argument('[search]', 'a command, an event, or a part of either')
      .option('--json', 'print JSON')
      .addHelpText('after', HELP)
      // Loaded when it is needed, so that help and mistakes do not wait for it.
      .action(async (search: string | undefined, options: { json?: boolean }) =>
        (await import('./print-catalogue.js')).printCatalogue(search, options.json),
      )
  );
}
