import type { JournalEntry } from '../../api/console-api.js';
import { Age } from '../common/age.js';
import { CommandName } from '../common/command-name.js';
import { percent, second, took } from '../common/format.js';
import type { Column } from '../common/unfolding-table.js';
import { callInWords, lateEndInWords, stateOf, TONES } from './call-state.js';
import { OutcomeBadge } from './outcome.js';

/** @param several whether there are several registrations, which the entries then name */
export function liveColumns(several: boolean): Column<JournalEntry>[] {
  return [
    { title: 'Time', kind: 'time', cell: ({ receivedAt }) => <span>{second(receivedAt)}</span> },
    { title: 'Command', kind: 'command', cell: (entry) => <CommandName {...entry} /> },
    {
      title: 'App',
      kind: 'app',
      cell: ({ sdkAppId, registration }) => (
        <>
          {sdkAppId}
          {several && <span class="note">{registration}</span>}
        </>
      ),
    },
    { title: 'Age', kind: 'age', cell: ({ receivedAt }) => <Age at={receivedAt} /> },
    { title: 'Answered in', kind: 'answered number', cell: ({ answer }) => <Answered answer={answer} /> },
    { title: 'Outcome', kind: 'outcome', cell: (entry) => <Outcome entry={entry} /> },
    { title: 'Handlers', kind: 'handlers', cell: ({ handlers }) => <Handlers handlers={handlers} /> },
  ];
}

function Answered({ answer }: Pick<JournalEntry, 'answer'>) {
  if (answer === null) return <span class="muted">not HTTP</span>;
  const { status, errorCode, durationMs } = answer;
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

function Handlers({ handlers }: Pick<JournalEntry, 'handlers'>) {
  if (handlers.length === 0) return <span class="muted">none called</span>;
  return (
    <>
      {handlers.map((call) => (
        <span class="handler" key={call.id}>
          <span class="name">{call.id}</span>
          <span class={TONES[stateOf(call)]}>
            {callInWords(call)}
            {call.attempts > 1 && `, attempt ${call.attempts}`}
          </span>
          {call.lateByMs !== undefined && <span class="note">{lateEndInWords(call.lateByMs)}</span>}
          {stateOf(call) === 'failed' && <span class="error">{call.error}</span>}
        </span>
      ))}
    </>
  );
}
