import { useEffect, useRef } from 'preact/hooks';
import type { ConsoleOverview, DeadLetterQuery } from '../../api/console-api.js';
import { useAddress } from '../address.js';
import { Empty } from '../common/empty.js';
import { ChoiceFilter, Filters, TextFilter, TimeFilter, timeOf } from '../common/filters.js';
import { count, dayAndSecond, integer } from '../common/format.js';
import { More } from '../common/more.js';
import { UnfoldingTable } from '../common/unfolding-table.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { actionsColumn, COLUMNS, DeadLetterDetails, nameOf } from './dead-letter-columns.js';
import { useDeadLetterActions, type Matching } from './use-dead-letter-actions.js';
import { useDeadLetters } from './use-dead-letters.js';

/** The dead letters of a registration, to replay or discard. */
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
  const summary = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone when something was done.
  useEffect(() => {
    if (done > 0) summary.current?.focus();
  }, [done]);

  const { page, fault, loading, reload, more } = list;
  const total = page?.total ?? 0;
  const operates = overview.access === 'operate';
  const actions = actionsColumn(busy, (action, letter) =>
    action === 'replay' ? void run({ action, letter, number: 1 }) : ask({ action, letter, number: 1 }),
  );

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
          You may read, but neither replay nor discard: for that, the app’s option access must return
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
        <UnfoldingTable
          label="Dead letters"
          columns={operates ? [...COLUMNS, actions] : COLUMNS}
          items={page.letters}
          keyOf={({ id }) => id}
          aboutOf={nameOf}
          details={(letter) => <DeadLetterDetails letter={letter} bodies={overview.bodies} />}
        />
      )}
      {page && <More shown={page.letters.length} total={total} disabled={loading} onMore={more} />}
      {question && (
        <ConfirmDialog
          action={question.action}
          number={question.number}
          fault={question.fault}
          which={question.letter ? nameOf(question.letter) : whichOf(registration, filter)}
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
      Write command and handler in full, or clear the filters to see all.
    </Empty>
  ) : (
    <Empty title="No dead letters">
      There is nothing to do. A callback on which a handler fails at every attempt appears here. Replay it
      when the cause is repaired.
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
