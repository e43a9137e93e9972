import type { ConsoleDeadLetter } from '../../api/console-api.js';
import { Age } from '../common/age.js';
import { Body } from '../common/body.js';
import { CommandName } from '../common/command-name.js';
import { reasonInWords } from '../common/death-reason.js';
import { dayAndSecond } from '../common/format.js';
import { Pairs } from '../common/pairs.js';
import type { Column } from '../common/unfolding-table.js';
import type { Action } from './use-dead-letter-actions.js';

export const COLUMNS: readonly Column<ConsoleDeadLetter>[] = [
  {
    title: 'Died',
    kind: 'time',
    cell: ({ diedAt }) => (
      <span>
        <Age at={diedAt} /> ago
      </span>
    ),
  },
  { title: 'Command', kind: 'command', cell: (letter) => <CommandName {...letter} /> },
  { title: 'App', kind: 'app', cell: ({ sdkAppId }) => sdkAppId },
  {
    title: 'Reason',
    kind: 'outcome',
    cell: ({ reason }) => (
      <span class="badge bad" title={reasonInWords(reason)}>
        {reason}
      </span>
    ),
  },
  {
    title: 'Handlers left, and error',
    kind: 'handlers',
    cell: ({ handlers, error }) => (
      <>
        <span class="name">{handlers.join(', ') || 'all'}</span>
        <span class="error">{error}</span>
      </>
    ),
  },
  { title: 'Attempts', kind: 'attempts number', cell: ({ attempts }) => attempts },
];

/** The column with what a visitor can do about a dead letter. */
export function actionsColumn(
  busy: boolean,
  onAction: (action: Action, letter: ConsoleDeadLetter) => void,
): Column<ConsoleDeadLetter> {
  return {
    title: 'Actions',
    kind: 'actions',
    cell: (letter) => (
      <>
        <button
          type="button"
          disabled={busy}
          aria-label={`Replay ${nameOf(letter)}`}
          onClick={() => onAction('replay', letter)}
        >
          Replay
        </button>
        <button
          type="button"
          class="danger"
          disabled={busy}
          aria-label={`Discard ${nameOf(letter)}`}
          onClick={() => onAction('discard', letter)}
        >
          Discard…
        </button>
      </>
    ),
  };
}

export function nameOf({ command, id }: ConsoleDeadLetter): string {
  return `${command}, ${id}`;
}

/** All that is known of a dead letter. */
export function DeadLetterDetails({
  letter: { id, receivedAt, diedAt, reason, handlers, error, body },
  bodies,
}: {
  letter: ConsoleDeadLetter;
  bodies: 'hidden' | 'shown';
}) {
  return (
    <>
      <Pairs
        of={{
          Id: <span class="code">{id}</span>,
          Received: dayAndSecond(receivedAt),
          Died: dayAndSecond(diedAt),
          Reason: reasonInWords(reason),
          'Handlers left': handlers.join(', ') || 'all: no handler was called',
          Error: <span class="code">{error}</span>,
        }}
      />
      <Body body={body} bodies={bodies} />
    </>
  );
}
