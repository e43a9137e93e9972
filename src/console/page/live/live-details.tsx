import type { JournalEntry } from '../../api/console-api.js';
import { Age } from '../common/age.js';
import { Body } from '../common/body.js';
import { dayAndSecond, percent, second, took } from '../common/format.js';
import { reasonInWords } from '../common/death-reason.js';
import { Pairs } from '../common/pairs.js';
import { PlainTable } from '../common/plain-table.js';
import { callInWords, lateEndInWords } from './call-state.js';
import { meaningOf } from './outcome.js';

/** All that is known of one callback. */
export function LiveDetails({ entry, bodies }: { entry: JournalEntry; bodies: 'hidden' | 'shown' }) {
  const { id, registration, answer, receivedAt, verdict, actor, handlers, body } = entry;
  return (
    <>
      <Pairs
        of={{
          Id: <span class="code">{id}</span>,
          Registration: registration,
          Received: (
            <>
              {dayAndSecond(receivedAt)}, <Age at={receivedAt} /> ago
            </>
          ),
          Answer:
            answer === null
              ? 'none: it was not received over HTTP'
              : `HTTP ${answer.status}, ErrorCode ${answer.errorCode}, after ${took(answer.durationMs)}`,
          Outcome: outcomeInWords(entry),
          Verdict: verdict && verdictInWords(verdict),
          By: actor,
        }}
      />
      {handlers.length > 0 && (
        <PlainTable
          caption="Handlers"
          columns={[
            { title: 'Handler', cell: (handler) => handler.id },
            { title: 'State', cell: callInWords },
            { title: 'Attempts', isNumber: true, cell: ({ attempts }) => attempts },
            {
              title: 'Late end',
              cell: ({ lateByMs }) => (lateByMs === undefined ? '–' : lateEndInWords(lateByMs)),
            },
            { title: 'Error', cell: ({ error }) => error ?? '–' },
          ]}
          rows={handlers}
        />
      )}
      <Body body={body} bodies={bodies} />
    </>
  );
}

function outcomeInWords({ outcome, reason, dueAt }: JournalEntry): string {
  const because = reason === undefined ? '' : `; reason: ${reasonInWords(reason)}`;
  const due = dueAt === undefined || outcome !== 'retrying' ? '' : `; due at ${second(dueAt)}`;
  return `${outcome}: ${meaningOf(outcome)}${because}${due}`;
}

function verdictInWords({
  kind,
  decidedBy,
  usedMs,
  timeoutMs,
}: NonNullable<JournalEntry['verdict']>): string {
  const share = percent(usedMs / Math.max(1, timeoutMs));
  return `${kind} by ${decidedBy}, after ${took(usedMs)} of ${took(timeoutMs)} (${share})`;
}
