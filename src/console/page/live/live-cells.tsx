import type { JournalEntry } from '../../console-api.js';
import { Age } from '../common/age.js';
import { percent, second, took } from '../common/format.js';
import { OutcomeBadge } from './outcome.js';

/** The cells of a callback after the first one; with its registration if there are several. */
export function liveCells(entry: JournalEntry, several: boolean) {
  const { command, id, registration, sdkAppId, receivedAt, answer, handlers } = entry;
  return [
    <>
      <span class="name">{command}</span>
      <span class="id">{id}</span>
    </>,
    <>
      {sdkAppId}
      {several && <span class="note">{registration}</span>}
    </>,
    <Age at={receivedAt} />,
    answer === null ? <span class="muted">not HTTP</span> : <Answered answer={answer} />,
    <Outcome entry={entry} />,
    handlers.length === 0 ? (
      <span class="muted">none called</span>
    ) : (
      handlers.map((handler) => <Handler key={handler.id} handler={handler} />)
    ),
  ];
}

function Answered({
  answer: { status, errorCode, durationMs },
}: {
  answer: NonNullable<JournalEntry['answer']>;
}) {
  return (
    <>
      {took(durationMs)}
      {status !== 200 && <span class="note bad">HTTP {status}</span>}
      {status === 200 && errorCode !== 0 && <span class="note">code {errorCode}</span>}
    </>
  );
}

function Outcome({ entry: { outcome, verdict, dueAt, reason } }: { entry: JournalEntry }) {
  return (
    <>
      <OutcomeBadge outcome={outcome} />
      {verdict && (
        <span class="note">
          <strong>{verdict.kind}</strong> by {verdict.decidedBy},{' '}
          {percent(verdict.usedMs / Math.max(1, verdict.timeoutMs))} of {took(verdict.timeoutMs)}
        </span>
      )}
      {outcome === 'retrying' && dueAt !== undefined && <span class="note">due at {second(dueAt)}</span>}
      {reason !== undefined && <span class="note">{reason}</span>}
    </>
  );
}

function Handler({
  handler: { id, attempts, durationMs, error, done },
}: {
  handler: JournalEntry['handlers'][number];
}) {
  const tone = error !== undefined && !done ? 'bad' : done ? 'ok' : 'muted';
  return (
    <span class="handler">
      <span class="name">{id}</span>
      <span class={tone}>
        {done || error !== undefined ? `${done ? 'done' : 'failed'} in ${took(durationMs)}` : 'running'}
        {attempts > 1 && `, attempt ${attempts}`}
      </span>
      {error !== undefined && !done && <span class="error">{error}</span>}
    </span>
  );
}
