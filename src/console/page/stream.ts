import type { ConsoleOverview, JournalEntry, StreamEvent } from '../console-api.js';

/** How the page and the server stand. */
export type Connection = 'connecting' | 'connected' | 'lost' | 'closing' | 'refused';

export interface StreamListener {
  entries(entries: JournalEntry[]): void;
  overview(overview: ConsoleOverview): void;
  connection(connection: Connection): void;
}

/** A browser gives up for good when the answer to `api/stream` is no stream, as where a proxy answers 502. */
const AGAIN_MS = 3000;

/** Listens to `api/stream` for as long as the page is open, and goes on behind what was seen last. */
export function listen(listener: StreamListener): void {
  let seen = '';

  const open = (): void => {
    const source = new EventSource(
      seen === '' ? 'api/stream' : `api/stream?after=${encodeURIComponent(seen)}`,
    );
    const on = (event: StreamEvent, take: (data: string) => void): void =>
      source.addEventListener(event, ({ data, lastEventId }: MessageEvent<string>) => {
        if (lastEventId !== '') seen = lastEventId;
        take(data);
      });
    let closing = false;

    source.addEventListener('open', () => {
      closing = false;
      listener.connection('connected');
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) {
        listener.connection('refused');
        setTimeout(open, AGAIN_MS);
      } else if (!closing) listener.connection('lost');
    });
    on('entries', (entries) => listener.entries(JSON.parse(entries)));
    on('overview', (overview) => listener.overview(JSON.parse(overview)));
    on('closing', () => {
      closing = true;
      listener.connection('closing');
    });
  };

  open();
}
