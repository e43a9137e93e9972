import type { HandlerOverview } from '../../api/console-api.js';
import { integer, took } from '../common/format.js';
import type { Column } from '../common/unfolding-table.js';

export const HANDLER_COLUMNS: readonly Column<HandlerOverview>[] = [
  {
    title: 'Handler',
    kind: 'called',
    cell: ({ id, event }) => (
      <>
        <span>{id}</span>
        <span class="note">{event}</span>
      </>
    ),
  },
  { title: 'Calls', kind: 'measure calls number', cell: ({ calls }) => integer(calls) },
  { title: 'Failures', kind: 'measure failures number', cell: ({ failures }) => <Bad number={failures} /> },
  { title: 'Time-outs', kind: 'measure timeouts number', cell: ({ timeouts }) => <Bad number={timeouts} /> },
  { title: 'Skipped', kind: 'measure skipped number', cell: ({ skipped }) => integer(skipped) },
  { title: 'p50', kind: 'measure p50 number', cell: ({ p50 }) => duration(p50) },
  { title: 'p99', kind: 'measure p99 number', cell: ({ p99 }) => duration(p99) },
  { title: 'Running', kind: 'measure running number', cell: placesInUse },
];

export function duration(ms: number | null): string {
  return ms === null ? '–' : took(ms);
}

/** Returns how many calls run, and how many may run, such as `2 of 4`. */
export function placesInUse({ running, limits }: HandlerOverview): string {
  const places = limits?.concurrency;
  return places === undefined ? integer(running) : `${integer(running)} of ${integer(places)}`;
}

function Bad({ number }: { number: number }) {
  return <span class={number > 0 ? 'bad' : undefined}>{integer(number)}</span>;
}
