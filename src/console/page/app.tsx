import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsoleOverview } from '../api/console-api.js';
import { useAddress, type Section } from './address.js';
import { setServerTime } from './common/clock.js';
import { DeadLettersSection } from './dead-letters/dead-letters-section.js';
import { DeliveriesSection } from './deliveries/deliveries-section.js';
import { browserZone } from './common/format.js';
import { HandlersSection } from './handlers/handlers-section.js';
import { LiveEntries } from './live/live-entries.js';
import { LiveSection } from './live/live-section.js';
import { Navigation, TITLES } from './navigation.js';
import { QuotaSection } from './quota/quota-section.js';
import { getOverview, messageOf } from './server.js';
import { StatusLine } from './status-line.js';
import { listen, type Connection } from './stream.js';

const CONNECTIONS: Readonly<Record<Connection, string>> = {
  connecting: 'Connecting…',
  connected: 'Connected',
  lost: 'Connection lost, connecting again…',
  closing: 'The server shuts down, connecting again…',
  refused: 'The server refused the connection, trying again; reload the page to log in',
};

/** The page: keeps the server's overview and shows one section. */
export function App() {
  const { section } = useAddress();
  const SectionBody = SECTION_BODIES[section];
  const [live] = useState(() => new LiveEntries());
  const [overview, setOverview] = useState<ConsoleOverview>();
  const [connection, setConnection] = useState<Connection>('connecting');
  const [fault, setFault] = useState<string>();
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    const take = (latest: ConsoleOverview): void => {
      setServerTime(latest.now);
      setOverview(latest);
      setFault(undefined);
    };
    listen({
      entries: (entries) => live.take(entries),
      overview: take,
      connection: (state) => {
        setConnection(state);
        // The server may be another process now.
        if (state === 'connected') getOverview().then(take, (error: unknown) => setFault(messageOf(error)));
      },
    });
  }, [live]);

  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the section
      </a>
      <header class="masthead">
        <h1>Tencent Chat callbacks</h1>
        <p class={`connection ${connection}`} role="status" aria-label="Connection">
          {CONNECTIONS[connection]}
        </p>
      </header>
      {overview && <Navigation overview={overview} live={live} section={section} />}
      <StatusLine section={section} />
      <main id="main" ref={main} tabIndex={-1} aria-labelledby="section-title">
        <SectionTitle section={section} />
        {fault !== undefined && (
          <p class="fault" role="alert">
            The page could not read the state of the app: {fault}. It tries again with its next connection.
          </p>
        )}
        {overview ? (
          <SectionBody overview={overview} live={live} />
        ) : (
          fault === undefined && <p class="muted">Reading the state of the app…</p>
        )}
      </main>
      <footer class="muted">
        {overview?.access === 'operate' ? 'You may replay and discard.' : 'You may read.'} Times are in the
        zone {browserZone()}; those of a quota day are in its own zone.
      </footer>
    </>
  );
}

/** The title of the section. It gets the focus when the section changes, so that a screen reader goes on there. */
function SectionTitle({ section }: { section: Section }) {
  const title = useRef<HTMLHeadingElement>(null);
  const shown = useRef(section);
  useEffect(() => {
    document.title = `${TITLES[section]} – Tencent Chat callbacks`;
    if (shown.current !== section) title.current?.focus();
    shown.current = section;
  }, [section]);
  return (
    <h2 id="section-title" ref={title} tabIndex={-1}>
      {TITLES[section]}
    </h2>
  );
}

interface Shown {
  overview: ConsoleOverview;
  live: LiveEntries;
}

const SECTION_BODIES: Readonly<Record<Section, ComponentType<Shown>>> = {
  quota: QuotaSection,
  live: LiveSection,
  handlers: HandlersSection,
  'dead-letters': DeadLettersSection,
  deliveries: DeliveriesSection,
};
