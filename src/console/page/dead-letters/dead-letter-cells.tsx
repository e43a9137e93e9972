import type { ConsoleDeadLetter } from '../../console-api.js';
import { Body } from '../live/callback-row.js';
import { dayAndSecond } from '../common/format.js';

/** The cells of a dead letter behind the first. */
export function deadLetterCells({
  command,
  id,
  sdkAppId,
  reason,
  handlers,
  error,
  attempts,
}: ConsoleDeadLetter) {
  return [
    <>
      <span class="name">{command}</span>
      <span class="id">{id}</span>
    </>,
    sdkAppId,
    <span class="badge bad">{reason}</span>,
    <>
      <span class="name">{handlers.join(', ') || 'all'}</span>
      <span class="error">{error}</span>
    </>,
    attempts,
  ];
}

interface ActionsProps {
  letter: ConsoleDeadLetter;
  busy: boolean;
  onReplay: () => void;
  onDiscard: () => void;
}

/** What can be done about one. */
export function DeadLetterActions({ letter: { command, id }, busy, onReplay, onDiscard }: ActionsProps) {
  return (
    <>
      <button type="button" disabled={busy} aria-label={`Replay ${command}, ${id}`} onClick={onReplay}>
        Replay
      </button>
      <button
        type="button"
        class="danger"
        disabled={busy}
        aria-label={`Discard ${command}, ${id}`}
        onClick={onDiscard}
      >
        Discard…
      </button>
    </>
  );
}

/** All that is known of one. */
export function DeadLetterDetails({
  letter,
  bodies,
}: {
  letter: ConsoleDeadLetter;
  bodies: 'hidden' | 'shown';
}) {
  const { id, receivedAt, diedAt, handlers, error, body } = letter;
  return (
    <>
      <dl class="pairs">
        <dt>Id</dt>
        <dd class="code">{id}</dd>
        <dt>Received</dt>
        <dd>{dayAndSecond(receivedAt)}</dd>
        <dt>Died</dt>
        <dd>{dayAndSecond(diedAt)}</dd>
        <dt>Handlers left</dt>
        <dd>{handlers.join(', ') || 'all: no handler was called'}</dd>
        <dt>Error</dt>
        <dd class="code">{error}</dd>
      </dl>
      <Body body={body} bodies={bodies} />
    </>
  );
}
