import { useState } from 'preact/hooks';
import type { ConsoleOverview, JournalEntry } from '../../api/console-api.js';
import { useAddress } from '../address.js';
import { Empty } from '../common/empty.js';
import { ChoiceFilter, Filters, TextFilter } from '../common/filters.js';
import { count, integer, second } from '../common/format.js';
import { More } from '../common/more.js';
import { UnfoldingTable } from '../common/unfolding-table.js';
import { liveColumns } from './live-columns.js';
import { LiveDetails } from './live-details.js';
import { keyOf, KEPT, type LiveEntries, useLiveEntries } from './live-entries.js';
import { OUTCOME_NAMES } from './outcome.js';

/** Number of rows that are shown at first, and added by each “Show more”. */
const ROWS = 50;

interface Paused {
  entries: readonly JournalEntry[];
  /** Number of callbacks that had come by then. */
  arrived: number;
}

/** Shows callbacks live, with their outcomes. */
export function LiveSection({ overview, live }: { overview: ConsoleOverview; live: LiveEntries }) {
  const { filters } = useAddress();
  const latest = useLiveEntries(live);
  const [paused, setPaused] = useState<Paused>();
  const [rows, setRows] = useState(ROWS);

  const entries = paused?.entries ?? latest;
  const matching = entries.filter((entry) => matches(entry, filters));
  const pause = (): void => setPaused({ entries: live.newestFirst(), arrived: live.arrived });
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
        <UnfoldingTable
          label="Live callbacks"
          columns={liveColumns(several)}
          items={matching.slice(0, rows)}
          keyOf={keyOf}
          aboutOf={({ command, receivedAt }) => `${command} at ${second(receivedAt)}`}
          details={(entry) => <LiveDetails entry={entry} bodies={overview.bodies} />}
        />
      )}
      <More shown={rows} total={matching.length} onMore={() => setRows(rows + ROWS)} />
    </>
  );
}

function NoCallbacks({ any }: { any: boolean }) {
  return any ? (
    <Empty title="No callback matches">Clear the filters to see all that came.</Empty>
  ) : (
    <Empty title="No callback has come yet">
      The next one appears here by itself. To send one now: npx nestjs-tencent-chat-webhook send. If Chat
      should have sent some, look for refused requests in Deliveries.
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
