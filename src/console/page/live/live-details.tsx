import type { JournalEntry } from '../../console-api.js';
import { Age } from '../common/age.js';
import { Body } from './callback-row.js';
import { dayAndSecond, percent, second, took } from '../common/format.js';
import { meaningOf } from './outcome.js';

/** All that is known of one callback. */
export function LiveDetails({ entry, bodies }: { entry: JournalEntry; bodies: 'hidden' | 'shown' }) {
  const { id, registration, outcome, answer, verdict, receivedAt, dueAt, reason, actor, handlers, body } =
    entry;
  return (
    <>
      <dl class="pairs">
        <dt>Id</dt>
        <dd class="code">{id}</dd>
        <dt>Registration</dt>
        <dd>{registration}</dd>
        <dt>Received</dt>
        <dd>
          {dayAndSecond(receivedAt)}, <Age at={receivedAt} /> ago
        </dd>
        <dt>Answer</dt>
        <dd>
          {answer === null
            ? 'none: it was not received over HTTP'
            : `HTTP ${answer.status}, ErrorCode ${answer.errorCode}, after ${took(answer.durationMs)}`}
        </dd>
        <dt>Outcome</dt>
        <dd>
          {outcome}: {meaningOf(outcome)}
          {reason !== undefined && `; reason: ${reason}`}
          {dueAt !== undefined && outcome === 'retrying' && `; due at ${second(dueAt)}`}
        </dd>
        {verdict && (
          <>
            <dt>Verdict</dt>
            <dd>
              {verdict.kind} by {verdict.decidedBy}, after {took(verdict.usedMs)} of {took(verdict.timeoutMs)}{' '}
              ({percent(verdict.usedMs / Math.max(1, verdict.timeoutMs))})
            </dd>
          </>
        )}
        {actor !== undefined && (
          <>
            <dt>By</dt>
            <dd>{actor}</dd>
          </>
        )}
      </dl>
      {handlers.length > 0 && (
        <table class="plain">
          <caption>Handlers</caption>
          <thead>
            <tr>
              <th scope="col">Handler</th>
              <th scope="col">State</th>
              <th scope="col" class="number">
                Attempts
              </th>
              <th scope="col" class="number">
                Time
              </th>
              <th scope="col">Error</th>
            </tr>
          </thead>
          <tbody>
            {handlers.map((handler) => (
              <tr key={handler.id}>
                <th scope="row">{handler.id}</th>
                <td>{handler.done ? 'done' : handler.error === undefined ? 'running' : 'failed'}</td>
                <td class="number">{handler.attempts}</td>
                <td class="number">{took(handler.durationMs)}</td>
                <td>{handler.error ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Body body={body} bodies={bodies} />
    </>
  );
}
