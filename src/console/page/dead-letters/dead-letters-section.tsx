import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsoleOverview, DeadLetterQuery } from '../../console-api.js';
import { useAddress } from '../address.js';
import { Age } from '../common/age.js';
import { CallbackRow, CallbackTable, type Column } from '../live/callback-row.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { DeadLetterActions, deadLetterCells, DeadLetterDetails } from './dead-letter-cells.js';
import { Empty } from '../common/empty.js';
import { ChoiceFilter, Filters, TextFilter, TimeFilter, timeOf } from '../common/filters.js';
import { count, dayAndSecond, integer } from '../common/format.js';
import { useDeadLetterActions, type Matching } from './use-dead-letter-actions.js';
import { useDeadLetters } from './use-dead-letters.js';

const COLUMNS: readonly Column[] = [
  { title: 'Died', kind: 'time' },
  { title: 'Command', kind: 'command' },
  { title: 'App', kind: 'app' },
  { title: 'Reason', kind: 'outcome' },
  { title: 'Handlers left, and error', kind: 'handlers' },
  { title: 'Attempts', kind: 'attempts number' },
];
const ACTIONS: Column = { title: 'Actions', kind: 'actions' };

/** What handlers could not be brought to do, and what can be done about it. */
export function DeadLettersSection({ overview }: { overview: ConsoleOverview }) {
  const { filters } = useAddress();
  const names = overview.registrations.map(({ name }) => name);
  const registration = names.find((name) => name === filters.registration) ?? names[0] ?? 'default';
  const since = timeOf(filters.since);
  const filter = { command: filters.command, handler: filters.handler, since };
  const query: DeadLetterQuery = {
    registration,
    ...filter,
    since: since === undefined ? undefined : String(since),
  };
  const dead = overview.registrations.find(({ name }) => name === registration)?.stats?.dead;
  const list = useDeadLetters(query, dead);
  const { question, ask, busy, done, run } = useDeadLetterActions({ registration, filter }, list);
  const [open, setOpen] = useState<string>();
  const summary = useRef<HTMLParagraphElement>(null);
  // What was pressed is gone, once something was done.
  useEffect(() => {
    if (done > 0) summary.current?.focus();
  }, [done]);

  const { page, fault, loading, reload, more } = list;
  const total = page?.total ?? 0;
  const operates = overview.access === 'operate';
  const columns = operates ? [...COLUMNS, ACTIONS] : COLUMNS;

  return (
    <>
      <Filters label="Filter dead letters">
        {names.length > 1 && <ChoiceFilter name="registration" label="Registration" choices={names} />}
        <TextFilter
          name="command"
          label="Command, whole"
          whole
          suggestions={unique(page?.letters.map(({ command }) => command))}
        />
        <TextFilter
          name="handler"
          label="Handler, whole"
          whole
          suggestions={unique(page?.letters.flatMap(({ handlers }) => handlers))}
        />
        <TimeFilter name="since" label="Died since" />
      </Filters>
      <div class="toolbar">
        {operates && (
          <>
            <button
              type="button"
              disabled={busy || total === 0}
              onClick={() => ask({ action: 'replay', number: total })}
            >
              Replay all {integer(total)}…
            </button>
            <button
              type="button"
              class="danger"
              disabled={busy || total === 0}
              onClick={() => ask({ action: 'discard', number: total })}
            >
              Discard all {integer(total)}…
            </button>
          </>
        )}
        <p ref={summary} tabIndex={-1} class="muted">
          {page === undefined
            ? loading && 'The dead letters are being fetched…'
            : summaryOf(total, isFiltered(filters))}
        </p>
      </div>
      {!operates && (
        <p class="hint">
          You may look, but neither replay nor discard: for that, the app’s option access has to answer
          “operate” for you.
        </p>
      )}
      {fault !== undefined && (
        <p class="fault" role="alert">
          The dead letters could not be fetched: {fault}.{' '}
          <button type="button" onClick={() => void reload()}>
            Try again
          </button>
        </p>
      )}
      {page && page.letters.length === 0 && <NoDeadLetters filtered={isFiltered(filters)} />}
      {page && page.letters.length > 0 && (
        <CallbackTable label="Dead letters" columns={columns}>
          {page.letters.map((letter) => (
            <CallbackRow
              key={letter.id}
              about={`${letter.command}, ${letter.id}`}
              open={open === letter.id}
              onToggle={() => setOpen(open === letter.id ? undefined : letter.id)}
              columns={columns}
              first={
                <span>
                  <Age at={letter.diedAt} /> ago
                </span>
              }
              cells={[
                ...deadLetterCells(letter),
                <DeadLetterActions
                  key="actions"
                  letter={letter}
                  busy={busy}
                  onReplay={() => void run({ action: 'replay', letter, number: 1 })}
                  onDiscard={() => ask({ action: 'discard', letter, number: 1 })}
                />,
              ].slice(0, columns.length - 1)}
              details={() => <DeadLetterDetails letter={letter} bodies={overview.bodies} />}
            />
          ))}
        </CallbackTable>
      )}
      {page && page.letters.length < total && (
        <p class="more">
          <button type="button" disabled={loading} onClick={more}>
            Show more
          </button>{' '}
          <span class="muted">
            {integer(page.letters.length)} of {integer(total)} are shown
          </span>
        </p>
      )}
      {question && (
        <ConfirmDialog
          action={question.action}
          number={question.number}
          fault={question.fault}
          which={
            question.letter
              ? `${question.letter.command}, ${question.letter.id}`
              : whichOf(registration, filter)
          }
          busy={busy}
          onConfirm={() => void run(question)}
          onCancel={() => ask(undefined)}
        />
      )}
    </>
  );
}

function NoDeadLetters({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty title="No dead letter matches">
      Command and handler have to be written in full. Clear the filters to see all.
    </Empty>
  ) : (
    <Empty title="No dead letters">
      There is nothing to do. What handlers fail on at every attempt appears here, to be replayed once its
      cause is repaired.
    </Empty>
  );
}

function isFiltered({ command, handler, since }: Readonly<Record<string, string>>): boolean {
  return command !== undefined || handler !== undefined || since !== undefined;
}

function whichOf(registration: string, { command, handler, since }: Matching['filter']): string {
  const conditions = [
    command !== undefined && `of command ${command}`,
    handler !== undefined && `with ${handler} left`,
    since !== undefined && `that died since ${dayAndSecond(since)}`,
  ].filter((condition) => condition !== false);
  return `All of registration ${registration}${conditions.length > 0 ? ` ${conditions.join(', ')}` : ''}.`;
}

function summaryOf(total: number, filtered: boolean): string {
  const match = total === 1 ? 'matches' : 'match';
  return `${count(total, 'dead letter')}${filtered ? ` ${match}` : ''}${total > 1 ? ', the oldest first' : ''}`;
}

function unique(names: readonly string[] = []): string[] {
  return [...new Set(names)].toSorted();
}
