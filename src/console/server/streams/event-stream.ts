import type { ServerResponse } from 'node:http';
import type { ConsoleAccess, StreamEvent } from '../../console-api.js';
import type { CallbackJournal } from '../journal/callback-journal.js';

/** Maximum number of entries of a message, and its approximate maximum length in characters. */
const ENTRIES = 200;
const CHARACTERS = 256 * 1024;

/** How long somebody may take to read a message, in ms. */
const PATIENCE_MS = 30_000;

/** How long the last message may take to be read, in ms. */
const LAST_WORDS_MS = 1000;

/**
 * The stream of one page. Nothing waits here for a reader that is slow: what is new is taken from the journal when the last
 * message has gone out, and then it is the newest state of each entry.
 */
export class EventStream {
  private readonly openedAt = performance.now();
  private writtenAt = performance.now();
  private overview: string | undefined;
  /** Whether the last message was full, so that there may be more. */
  private isBehind = false;

  /**
   * @param response its head was written
   * @param after the stream begins behind that `seq`
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
    // In case that it breaks, browsers connect again after that.
    this.write('retry: 2000\n\n');
  }

  get ageMs(): number {
    return performance.now() - this.openedAt;
  }

  /** Whether its reader has not read for so long that nobody may be there any more. */
  get isStuck(): boolean {
    return this.response.writableNeedDrain && performance.now() - this.writtenAt > PATIENCE_MS;
  }

  /** Writes new entries of the journal while the client reads them. */
  sendEntries(): void {
    while (!this.response.writableNeedDrain && !this.response.writableEnded && !this.response.destroyed) {
      const entries = this.journal.entries({ after: this.after, limit: ENTRIES });
      const texts: string[] = [];
      let characters = 0;
      for (const entry of entries) {
        const text = JSON.stringify(entry);
        texts.push(text);
        this.after = entry.seq;
        characters += text.length;
        if (characters > CHARACTERS) break;
      }
      this.isBehind = texts.length === ENTRIES || characters > CHARACTERS;
      if (texts.length === 0) return;
      this.send('entries', `[${texts.join()}]`, this.after);
    }
  }

  /**
   * Writes the overview, unless it has been written.
   *
   * @param of the overview for a visitor; the same text as long as nothing has changed
   */
  sendOverview(state: string, of: (access: ConsoleAccess) => object): void {
    if (this.response.writableNeedDrain || this.overview === state) return;
    this.overview = state;
    this.send('overview', JSON.stringify(of(this.access)));
  }

  /** So that nobody on the way takes the silence for an end. */
  sendComment(): void {
    if (!this.response.writableNeedDrain) this.write(': still here\n\n');
  }

  /** @param closing whether the server shuts down, which the page then shows */
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
