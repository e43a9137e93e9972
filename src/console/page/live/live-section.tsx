import { useState } from 'preact/hooks';
import type { ConsoleOverview, JournalEntry } from '../../console-api.js';
import { useAddress } from '../address.js';
import { CallbackRow, CallbackTable, type Column } from './callback-row.js';
import { Empty } from '../common/empty.js';
import { ChoiceFilter, Filters, TextFilter } from '../common/filters.js';
import { count, integer, second } from '../common/format.js';
import { liveCells } from './live-cells.js';
import { LiveDetails } from './live-details.js';
import { KEPT, LiveEntries } from './live-entries.js';
import { OUTCOME_NAMES } from './outcome.js';
import { useLiveEntries } from './use-live-entries.js';

/** How many rows are shown before somebody asks for more. */
const ROWS = 50;

const COLUMNS: readonly Column[] = [
  { title: 'Time', kind: 'time' },
  { title: 'Command', kind: 'command' },
  { title: 'App', kind: 'app' },
  { title: 'Age', kind: 'age' },
  { title: 'Answered in', kind: 'answered number' },
  { title: 'Outcome', kind: 'outcome' },
  { title: 'Handlers', kind: 'handlers' },
];

interface Paused {
  entries: readonly JournalEntry[];
  /** How many had come by then. */
  arrived: number;
}

/** Shows callbacks live, with their outcomes. */
export function LiveSection({ overview, live }: { overview: ConsoleOverview; live: LiveEntries }) {
  const { filters } = useAddress();
  const latest = useLiveEntries(live);
  const [paused, setPaused] = useState<Paused>();
  const [rows, setRows] = useState(ROWS);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());

  const entries = paused?.entries ?? latest;
  const matching = entries.filter((entry) => matches(entry, filters));
  const toggle = (key: string): void => setOpen((keys) => toggled(keys, key));
  const pause = (): void => {
    setPaused({ entries: live.newestFirst(), arrived: live.arrived });
  };
  const several = overview.registrations.length > 1;

  return (
    <>
      <Filters label="Filter live callbacks">
        <TextFilter name="command" label="Command" suggestions={unique(latest, ({ command }) => [command])} />
        <ChoiceFilter name="outcome" label="Outcome" choices={OUTCOME_NAMES} all="any" />
        <TextFilter
          name="handler"
          label="Handler"
          suggestions={unique(latest, ({ handlers }) => handlers.map(({ id }) => id))}
        />
        <TextFilter name="id" label="Text of ids" />
        {several && (
          <ChoiceFilter
            name="registration"
            label="Registration"
            choices={overview.registrations.map(({ name }) => name)}
            all="any"
          />
        )}
      </Filters>
      <div class="toolbar">
        {paused ? (
          <button type="button" class="primary" onClick={() => setPaused(undefined)}>
            Go on
          </button>
        ) : (
          <button type="button" onClick={pause}>
            Pause
          </button>
        )}
        <p>
          {paused && (
            <strong>Paused; {count(live.arrived - paused.arrived, 'callback')} came meanwhile. </strong>
          )}
          <span class="muted">
            {matching.length === entries.length
              ? count(entries.length, 'callback')
              : `${integer(matching.length)} of ${count(entries.length, 'callback')} match`}
            {entries.length >= KEPT && `, the latest ${integer(KEPT)} are kept here`}
          </span>
        </p>
      </div>
      {matching.length === 0 ? (
        <NoCallbacks any={entries.length > 0} />
      ) : (
        <CallbackTable label="Live callbacks" columns={COLUMNS}>
          {matching.slice(0, rows).map((entry) => {
            const key = LiveEntries.keyOf(entry);
            return (
              <CallbackRow
                key={key}
                about={`${entry.command} at ${second(entry.receivedAt)}`}
                open={open.has(key)}
                onToggle={() => toggle(key)}
                columns={COLUMNS}
                first={<span>{second(entry.receivedAt)}</span>}
                cells={liveCells(entry, several)}
                details={() => <LiveDetails entry={entry} bodies={overview.bodies} />}
              />
            );
          })}
        </CallbackTable>
      )}
      {matching.length > rows && (
        <p class="more">
          <button type="button" onClick={() => setRows(rows + ROWS)}>
            Show more
          </button>{' '}
          <span class="muted">
            {integer(rows)} of {integer(matching.length)} are shown
          </span>
        </p>
      )}
    </>
  );
}

function NoCallbacks({ any }: { any: boolean }) {
  return any ? (
    <Empty title="No callback matches">Clear the filters to see all that came.</Empty>
  ) : (
    <Empty title="No callback has come yet">
      The next one appears here by itself. To send one now: npx nestjs-tencent-chat-webhook send. If Chat
      should have sent some, see Deliveries for requests that were refused.
    </Empty>
  );
}

function matches(entry: JournalEntry, filters: Readonly<Record<string, string>>): boolean {
  const { command = '', outcome = '', handler = '', id = '', registration = '' } = filters;
  return (
    contains(entry.command, command) &&
    (outcome === '' || entry.outcome === outcome) &&
    (handler === '' || entry.handlers.some((called) => contains(called.id, handler))) &&
    (id === '' || contains(entry.id, id) || String(entry.sdkAppId) === id) &&
    (registration === '' || entry.registration === registration)
  );
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

function unique(entries: readonly JournalEntry[], namesOf: (entry: JournalEntry) => string[]): string[] {
  return [...new Set(entries.flatMap(namesOf))].toSorted();
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const changed = new Set(keys);
  if (!changed.delete(key)) changed.add(key);
  return changed;
}
