import type { HandlerInfo } from '../../../index.js';
import type { HandlerOverview } from '../../api/console-api.js';
import { HandlerCounts, type HandlerWatch } from './handler-watch.js';

/** Id of the listeners of the emitter. An `onAny` observer makes them a handler of each event. */
const LISTENERS = '@OnEvent';

/** The handlers of a registration as the page shows them: those that exist, and those that were called. */
export function handlerOverviews(infos: readonly HandlerInfo[], watch: HandlerWatch): HandlerOverview[] {
  const left = new Map(watch.all().map((counts) => [keyOf(counts.event, counts.handler), counts]));
  const known = infos.flatMap((info) => {
    const key = keyOf(info.event, info.id);
    const counts = left.get(key);
    left.delete(key);
    if (info.id === LISTENERS && counts === undefined) return [];
    return [overviewOf(info, counts ?? new HandlerCounts(info.event, info.id))];
  });
  const gone = [...left.values()].map((counts) => overviewOf({ limits: undefined, running: 0 }, counts));
  return [...known, ...gone];
}

function overviewOf(
  { limits, running }: Pick<HandlerInfo, 'limits' | 'running'>,
  { handler: id, times, ...counted }: HandlerCounts,
): HandlerOverview {
  return {
    id,
    ...counted,
    limits: limits ?? null,
    running,
    p50: rounded(times.quantile(0.5)),
    p99: rounded(times.quantile(0.99)),
  };
}

/** A tenth of a ms is enough. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}

function keyOf(event: string, handler: string): string {
  return JSON.stringify([event, handler]);
}
