import { once } from 'node:events';
import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { ConsoleOverview, JournalEntry } from '../../src/console/index.js';
import { COOKIE, CONSOLE, type ConsoleApp } from './create-console-app.js';

export interface Message {
  event: string;
  id?: string;
  data: string;
}

/** Reads the console's stream, as a browser's EventSource does. */
export class EventSource {
  readonly messages: Message[] = [];
  readonly comments: string[] = [];
  private text = '';
  private readonly arrivals = new EventTarget();
  ended = false;

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    response.on('error', () => {});
    response.on('close', () => {
      this.ended = true;
      this.arrivals.dispatchEvent(new Event('arrival'));
    });
  }

  static async open(
    test: Pick<ConsoleApp, 'baseUrl'>,
    { query = '', headers = {} }: { query?: string; headers?: Record<string, string> } = {},
  ): Promise<EventSource> {
    const request = get(`${test.baseUrl}${CONSOLE}/api/stream${query}`, {
      headers: { ...COOKIE, ...headers },
      agent: false,
    });
    request.on('error', () => {});
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new EventSource(request, response);
  }

  get entries(): JournalEntry[] {
    return this.messages
      .filter(({ event }) => event === 'entries')
      .flatMap(({ data }) => JSON.parse(data) as JournalEntry[]);
  }

  get overviews(): ConsoleOverview[] {
    return this.messages
      .filter(({ event }) => event === 'overview')
      .map(({ data }) => JSON.parse(data) as ConsoleOverview);
  }

  /** Resolves as soon as something is so. */
  async until<Found>(find: (source: this) => Found | undefined | false): Promise<Found> {
    for (;;) {
      const found = find(this);
      if (found !== undefined && found !== false) return found;
      if (this.ended) throw new Error(`the stream has ended: ${JSON.stringify(this.messages)}`);
      await once(this.arrivals, 'arrival');
    }
  }

  async end(): Promise<void> {
    while (!this.ended) await once(this.arrivals, 'arrival');
  }

  close(): void {
    this.request.destroy();
  }

  private take(text: string): void {
    const blocks = (this.text + text).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith(':')) this.comments.push(block);
      const fields = new Map(
        block.split('\n').map((line): [string, string] => {
          const colon = line.indexOf(': ');
          return [line.slice(0, colon), line.slice(colon + 2)];
        }),
      );
      const event = fields.get('event');
      const data = fields.get('data');
      // As in browsers, a block without a line of data is no message.
      if (event !== undefined && data !== undefined)
        this.messages.push({ event, data, ...(fields.has('id') && { id: fields.get('id') }) });
    }
    this.arrivals.dispatchEvent(new Event('arrival'));
  }
}
