import type { ServerResponse } from 'node:http';
import type { ConsoleAccess, StreamEvent } from '../../api/console-api.js';
import type { CallbackJournal } from '../journal/callback-journal.js';

/** Maximum number of entries of a message, and its approximate maximum length in characters. */
const ENTRIES = 200;
const CHARACTERS = 256 * 1024;

/** How long a reader may take for a message, in ms. */
const PATIENCE_MS = 30_000;

/** How long a reader may take for the last message, in ms. */
const LAST_WORDS_MS = 1000;

/**
 * The stream of one page. Nothing is queued for a slow reader: when the last message has gone out, the next one has the newest state of each
 * entry of the journal.
 */
export class EventStream {
  private readonly openedAt = performance.now();
  private writtenAt = performance.now();
  private overview: string | undefined;
  /** Whether the last message was full, so that more entries may follow. */
  private isBehind = false;

  /**
   * @param response has its head already
   * @param after the stream begins after this `seq`
   */
  constructor(
    private readonly response: ServerResponse,
    private readonly access: ConsoleAccess,
    private readonly journal: CallbackJournal,
    private after: number,
  ) {
    response.on('drain', () => {
      if (this.isBehind) this.sendEntries();
    });
    // When the stream breaks, browsers connect again after this time.
    this.write('retry: 2000\n\n');
  }

  get ageMs(): number {
    return performance.now() - this.openedAt;
  }

  /** Whether the reader has not read for so long that it is probably gone. */
  get isStuck(): boolean {
    return this.response.writableNeedDrain && performance.now() - this.writtenAt > PATIENCE_MS;
  }

  /** Writes new entries of the journal while the client reads them. */
  sendEntries(): void {
    while (!this.response.writableNeedDrain && !this.response.writableEnded && !this.response.destroyed) {
      const texts: string[] = [];
      let characters = 0;
      this.isBehind = false;
      for (const { seq, text } of this.journal.texts(this.after)) {
        texts.push(text);
        this.after = seq;
        characters += text.length;
        this.isBehind = texts.length === ENTRIES || characters > CHARACTERS;
        if (this.isBehind) break;
      }
      if (texts.length === 0) return;
      this.send('entries', `[${texts.join()}]`, this.after);
    }
  }

  /**
   * Writes the overview, unless it has been written.
   *
   * @param state the same text as long as nothing has changed
   * @param of makes the overview of a visitor
   */
  sendOverview(state: string, of: (access: ConsoleAccess) => object): void {
    if (this.response.writableNeedDrain || this.overview === state) return;
    this.overview = state;
    this.send('overview', JSON.stringify(of(this.access)));
  }

  /** Writes a comment, so that no proxy closes the silent connection. */
  sendComment(): void {
    if (!this.response.writableNeedDrain) this.write(': still here\n\n');
  }

  /** @param closing whether the page shows that the server shuts down */
  end(closing: boolean): void {
    if (closing) this.send('closing', '');
    this.response.end();
    setTimeout(() => this.cut(), LAST_WORDS_MS).unref();
  }

  cut(): void {
    this.response.destroy();
  }

  private send(event: StreamEvent, data: string, id?: number): void {
    this.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
  }

  private write(text: string): void {
    this.writtenAt = performance.now();
    this.response.write(text);
  }
}
