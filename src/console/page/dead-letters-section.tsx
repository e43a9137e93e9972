import { useRef, useState } from 'preact/hooks';
import type {
  ConsoleDeadLetter,
  ConsoleOverview,
  DeadLetterCommand,
  DeadLetterQuery,
} from '../console-api.js';
import { useAddress } from './address.js';
import { Age } from './age.js';
import { Body, CallbackRow, CallbackTable, type Column } from './callback-row.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { Empty } from './empty.js';
import { ChoiceFilter, Filters, TextFilter, TimeFilter, timeOf } from './filters.js';
import { count, dayAndSecond, integer } from './format.js';
import { messageOf, postDeadLetters, RequestFailed } from './server.js';
import { say } from './status-line.js';
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

type Action = 'replay' | 'discard';

/** What is asked before it is done: of one dead letter, or of all that match. */
interface Question {
  action: Action;
  letter?: ConsoleDeadLetter;
  number: number;
  fault?: string;
}

/** What handlers could not be brought to do, and what can be done about it. */
export function DeadLettersSection({ overview }: { overview: ConsoleOverview }) {
  const { filters } = useAddress();
  const names = overview.registrations.map(({ name }) => name);
  const registration = names.find((name) => name === filters.registration) ?? names[0] ?? 'default';
  const since = timeOf(filters.since);
  const filter = { command: filters.command, handler: filters.handler };
  const query: DeadLetterQuery = {
    registration,
    ...filter,
    since: since === undefined ? undefined : String(since),
  };
  const dead = overview.registrations.find(({ name }) => name === registration)?.stats?.dead;
  const { page, fault, loading, reload, more, remove } = useDeadLetters(query, dead);
  const [open, setOpen] = useState<string>();
  const [question, setQuestion] = useState<Question>();
  const [busy, setBusy] = useState(false);
  const summary = useRef<HTMLParagraphElement>(null);

  const total = page?.total ?? 0;
  const operates = overview.access === 'operate';
  const columns = operates ? [...COLUMNS, ACTIONS] : COLUMNS;

  const run = async (action: Action, letter?: ConsoleDeadLetter, expected = 0): Promise<void> => {
    const command: DeadLetterCommand = letter
      ? { registration, id: letter.id }
      : { registration, filter: { ...filter, since }, expected };
    setBusy(true);
    try {
      const { count: done } = await postDeadLetters(action, command);
      setQuestion(undefined);
      say(letter ? outcomeOfOne(action, letter, done) : `${past(action)} ${count(done, 'dead letter')}.`);
      if (letter) remove(letter.id);
      else await reload();
      // What was pressed is gone.
      summary.current?.focus();
    } catch (error) {
      await failed(error, action, letter, expected);
    } finally {
      setBusy(false);
    }
  };

  const failed = async (
    error: unknown,
    action: Action,
    letter?: ConsoleDeadLetter,
    expected = 0,
  ): Promise<void> => {
    const changed = error instanceof RequestFailed && error.status === 409 && !letter;
    const number = changed ? await reload() : undefined;
    if (number === undefined) {
      const what = `Nothing was ${past(action).toLowerCase()}: ${messageOf(error)}`;
      setQuestion((asked) => asked && { ...asked, fault: what });
      say(what);
      return;
    }
    setQuestion({
      action,
      number,
      fault: `The number has changed: ${integer(number)} match now, not ${integer(expected)}.`,
    });
  };

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
              onClick={() => setQuestion({ action: 'replay', number: total })}
            >
              Replay all {integer(total)}…
            </button>
            <button
              type="button"
              class="danger"
              disabled={busy || total === 0}
              onClick={() => setQuestion({ action: 'discard', number: total })}
            >
              Discard all {integer(total)}…
            </button>
          </>
        )}
        <p ref={summary} tabIndex={-1} class="muted">
          {page === undefined
            ? loading && 'The dead letters are being fetched…'
            : `${count(total, 'dead letter')}${isFiltered(filters) ? (total === 1 ? ' matches' : ' match') : ''}, the oldest first`}
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
                ...cellsOf(letter),
                <Actions
                  key="actions"
                  letter={letter}
                  busy={busy}
                  onReplay={() => void run('replay', letter)}
                  onDiscard={() => setQuestion({ action: 'discard', letter, number: 1 })}
                />,
              ].slice(0, columns.length - 1)}
              details={() => <Details letter={letter} bodies={overview.bodies} />}
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
              : whichOf(registration, filter, since)
          }
          busy={busy}
          onConfirm={() => void run(question.action, question.letter, question.number)}
          onCancel={() => setQuestion(undefined)}
        />
      )}
    </>
  );
}

function cellsOf({ command, id, sdkAppId, reason, handlers, error, attempts }: ConsoleDeadLetter) {
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

function Actions({ letter: { command, id }, busy, onReplay, onDiscard }: ActionsProps) {
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

function Details({ letter, bodies }: { letter: ConsoleDeadLetter; bodies: 'hidden' | 'shown' }) {
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

function whichOf(
  registration: string,
  { command, handler }: { command?: string; handler?: string },
  since?: number,
): string {
  const conditions = [
    command !== undefined && `of command ${command}`,
    handler !== undefined && `that ${handler} is left of`,
    since !== undefined && `that died since ${dayAndSecond(since)}`,
  ].filter((condition) => condition !== false);
  return `All of registration ${registration}${conditions.length > 0 ? ` ${conditions.join(', ')}` : ''}.`;
}

function past(action: Action): string {
  return action === 'replay' ? 'Replayed' : 'Discarded';
}

function outcomeOfOne(action: Action, { command, id }: ConsoleDeadLetter, done: number): string {
  return done > 0
    ? `${past(action)} ${command}, ${id}.`
    : `${command}, ${id}, was not a dead letter any more.`;
}

function unique(names: readonly string[] = []): string[] {
  return [...new Set(names)].toSorted();
}
