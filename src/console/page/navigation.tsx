import type { ConsoleOverview, JournalEntry } from '../api/console-api.js';
import { hashOf, type Section, SECTIONS } from './address.js';
import { Age } from './common/age.js';
import { serverNow } from './common/clock.js';
import type { Tone } from './common/facts.js';
import { count, integer, minute, percent } from './common/format.js';
import { type LiveEntries, useLiveEntries } from './live/live-entries.js';
import { endOf, shareOf, toneOf } from './quota/quota-state.js';
import type { ComponentChildren } from 'preact';

export const TITLES: Readonly<Record<Section, string>> = {
  quota: 'Quota day',
  live: 'Live callbacks',
  handlers: 'Handlers',
  'dead-letters': 'Dead letters',
  deliveries: 'Deliveries',
};

/** Links to the sections, each with its state at a glance. */
export function Navigation({
  overview,
  live,
  section,
}: {
  overview: ConsoleOverview;
  live: LiveEntries;
  section: Section;
}) {
  const glances: Record<Section, Glance> = {
    quota: quotaGlance(overview),
    live: liveGlance(useLiveEntries(live)),
    handlers: handlersGlance(overview),
    'dead-letters': deadGlance(overview),
    deliveries: deliveryGlance(overview),
  };
  return (
    <nav aria-label="Sections">
      {SECTIONS.map((name) => (
        <Tile key={name} name={name} current={section} {...glances[name]} />
      ))}
    </nav>
  );
}

interface Glance {
  tone?: Tone;
  figure: string;
  note: ComponentChildren;
}

function Tile({ name, current, tone, figure, note }: Glance & { name: Section; current: Section }) {
  return (
    <a href={hashOf(name)} class={tone} aria-current={name === current ? 'page' : undefined}>
      <span class="title">{TITLES[name]}</span>
      <span class="figure">{figure}</span>
      <span class="muted">{note}</span>
    </a>
  );
}

/** Shows the app that is nearest to its limit. */
function quotaGlance({ registrations }: ConsoleOverview): Glance {
  const days = registrations.flatMap(({ quota }) => quota);
  const [worst] = days.toSorted((one, other) => (shareOf(other) ?? 0) - (shareOf(one) ?? 0));
  if (worst === undefined) {
    const since = Math.max(0, ...registrations.map(({ watchedSince }) => watchedSince));
    return { figure: 'not known', note: `since this process started at ${minute(since)}` };
  }
  const { timeZone, sdkAppId, used } = worst;
  const share = shareOf(worst);
  const end = endOf(worst, (at) => minute(at, timeZone));
  const app = days.length > 1 ? `, app ${sdkAppId}` : '';
  return {
    tone: toneOf(worst),
    figure: share === null ? integer(used) : percent(share),
    note: `${end}${app}`,
  };
}

function liveGlance(entries: readonly JournalEntry[]): Glance {
  const minuteAgo = serverNow() - 60_000;
  const recent = entries.filter(({ receivedAt }) => receivedAt > minuteAgo).length;
  const retrying = entries.filter(({ outcome }) => outcome === 'retrying').length;
  const [newest] = entries;
  return {
    tone: retrying > 0 ? 'warn' : undefined,
    figure: `${integer(recent)}${recent > 0 && recent === entries.length ? '+' : ''} a minute`,
    note:
      retrying > 0 ? (
        `${integer(retrying)} retrying`
      ) : newest ? (
        <>
          the latest <Age at={newest.receivedAt} /> ago
        </>
      ) : (
        'none yet'
      ),
  };
}

function handlersGlance({ registrations }: ConsoleOverview): Glance {
  const handlers = registrations.flatMap((registration) => registration.handlers);
  const running = handlers.reduce((sum, handler) => sum + handler.running, 0);
  const timeouts = handlers.reduce((sum, handler) => sum + handler.timeouts, 0);
  return {
    tone: timeouts > 0 ? 'warn' : undefined,
    figure: `${integer(running)} running`,
    note: timeouts > 0 ? count(timeouts, 'time-out') : count(handlers.length, 'handler'),
  };
}

function deadGlance({ registrations }: ConsoleOverview): Glance {
  const known = registrations.flatMap(({ stats }) => (stats === null ? [] : [stats.dead]));
  const dead = known.reduce((sum, number) => sum + number, 0);
  if (known.length < registrations.length)
    return { tone: 'bad', figure: `${integer(dead)}?`, note: 'a store does not answer' };
  return dead > 0
    ? { tone: 'warn', figure: integer(dead), note: 'to replay or discard' }
    : { tone: 'ok', figure: 'none', note: 'nothing to do' };
}

function deliveryGlance({ registrations }: ConsoleOverview): Glance {
  const down = registrations.find(({ stats, store }) => store.state === 'down' || stats === null);
  if (down) {
    return {
      tone: 'bad',
      figure: 'store down',
      note: (
        <>
          {down.name}, for <Age at={down.store.since} />
        </>
      ),
    };
  }
  const pending = registrations.reduce((sum, { stats }) => sum + (stats?.pending ?? 0), 0);
  const oldest = Math.min(...registrations.map(({ stats }) => stats?.oldestPendingAt ?? Infinity));
  return {
    tone: 'ok',
    figure: `${integer(pending)} pending`,
    note: Number.isFinite(oldest) ? (
      <>
        the oldest <Age at={oldest} /> old
      </>
    ) : (
      'every store is up'
    ),
  };
}
