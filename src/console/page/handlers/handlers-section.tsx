import type { ConsoleOverview, HandlerOverview } from '../../api/console-api.js';
import { useAddress } from '../address.js';
import { Empty } from '../common/empty.js';
import { Filters, TextFilter } from '../common/filters.js';
import { UnfoldingTable } from '../common/unfolding-table.js';
import { HANDLER_COLUMNS } from './handler-columns.js';
import { HandlerDetails } from './handler-details.js';

/** The handlers of each registration: their limits, and their calls in this process. */
export function HandlersSection({ overview: { registrations } }: { overview: ConsoleOverview }) {
  const { filters } = useAddress();
  return (
    <>
      <Filters label="Filter handlers">
        <TextFilter name="handler" label="Handler or event" />
      </Filters>
      {registrations.map(({ name, handlers }) => {
        const matching = handlers.filter((handler) => matches(handler, filters.handler ?? ''));
        return (
          <section key={name} class="listed" aria-label={`Handlers of ${name}`}>
            {registrations.length > 1 && <h3>Registration {name}</h3>}
            {matching.length === 0 ? (
              <Empty title={handlers.length === 0 ? 'There is no handler' : 'No handler matches'}>
                A handler is a method with @OnTencentChatEvent or @OnEvent.
              </Empty>
            ) : (
              <UnfoldingTable
                label={`Handlers of ${name}`}
                columns={HANDLER_COLUMNS}
                items={matching.toSorted(byTrouble)}
                keyOf={({ id, event }) => `${event} ${id}`}
                aboutOf={({ id, event }) => `${id} of ${event}`}
                details={(handler) => <HandlerDetails handler={handler} />}
              />
            )}
          </section>
        );
      })}
    </>
  );
}

function matches({ id, event }: HandlerOverview, text: string): boolean {
  return `${id} ${event}`.toLowerCase().includes(text.toLowerCase());
}

/** Those with time-outs and failures come first, then those with the most calls. */
function byTrouble(one: HandlerOverview, other: HandlerOverview): number {
  return other.timeouts - one.timeouts || other.failures - one.failures || other.calls - one.calls;
}
