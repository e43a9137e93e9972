import type { ConsoleOverview, JournalEntry, StreamEvent } from '../api/console-api.js';

/** State of the connection to the server. */
export type Connection = 'connecting' | 'connected' | 'lost' | 'closing' | 'refused';

export interface StreamListener {
  entries(entries: JournalEntry[]): void;
  overview(overview: ConsoleOverview): void;
  connection(connection: Connection): void;
}

/** Time before the next try, in ms. Browsers stop trying when the answer is no stream, such as the 502 of a proxy. */
const AGAIN_MS = 3000;

/** Listens to `api/stream` while the page is open. A new connection goes on after the last entry that was seen. */
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
