import { Injectable, type OnModuleDestroy, ServiceUnavailableException } from '@nestjs/common';
import type { ConsoleAccess, ConsoleOverview } from '../../api/console-api.js';
import { type AdapterRequest, nodeRequest } from '../../../http/adapter/adapter-request.js';
import type { AdapterResponse } from '../../../http/adapter/adapter-response.js';
import { urlOf } from '../http/console-url.js';
import { SECURITY_HEADERS } from '../http/security-headers.js';
import { CallbackJournal } from '../journal/callback-journal.js';
import { OverviewReader } from '../overview/overview-reader.js';
import { ResolvedConsoleOptions } from '../../options/tencent-chat-console.options.js';
import { EventStream } from './event-stream.js';

/** Maximum number of open pages. */
const MOST = 20;

/** Time between two looks for news, in ms. The overview is read at each fourth look, and a comment is sent at each sixtieth. */
const TICK_MS = 250;
const OVERVIEW_TICKS = 4;
const COMMENT_TICKS = 60;

/** After this time, in ms, a browser has to connect again, so that the guards see it again. */
const LONGEST_MS = 15 * 60_000;

const HEADERS = {
  ...SECURITY_HEADERS,
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Proxies and middleware that compress would hold back messages.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Sends news to the open pages, a few times a second. Without an open page it costs nothing. */
@Injectable()
export class ConsoleStreams implements OnModuleDestroy {
  private readonly streams = new Set<EventStream>();
  private closing = false;
  private timer: NodeJS.Timeout | undefined;
  private ticks = 0;

  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly journal: CallbackJournal,
    private readonly reader: OverviewReader,
  ) {}

  onModuleDestroy(): void {
    this.closing = true;
    for (const stream of this.streams) stream.end(true);
  }

  /** @throws ServiceUnavailableException if too many pages are open, or the app shuts down */
  open(request: AdapterRequest, response: AdapterResponse, access: ConsoleAccess): void {
    if (this.closing) throw new ServiceUnavailableException('this instance shuts down');
    if (this.streams.size >= MOST) {
      throw new ServiceUnavailableException(`${MOST} pages are open already: close one of them`);
    }
    const raw = response.raw ?? response;
    const { httpVersionMajor, method } = nodeRequest(request);
    if (response.raw !== undefined) response.hijack();
    // A connection that is kept alive would delay the shutdown.
    raw.writeHead(200, httpVersionMajor === 1 ? { ...HEADERS, Connection: 'close' } : HEADERS);
    if (method === 'HEAD') {
      raw.end();
      return;
    }
    raw.on('error', () => {});
    const stream = new EventStream(raw, access, this.journal, afterOf(request));
    this.streams.add(stream);
    raw.on('close', () => this.left(stream));
    stream.sendEntries();
    void this.sendOverviews();
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  private left(stream: EventStream): void {
    this.streams.delete(stream);
    if (this.streams.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    if (this.closing) return;
    this.ticks += 1;
    for (const stream of this.streams) {
      if (stream.isStuck) stream.cut();
      else if (stream.ageMs > LONGEST_MS) {
        stream.end(false);
        this.left(stream);
      } else {
        stream.sendEntries();
        if (this.ticks % COMMENT_TICKS === 0) stream.sendComment();
      }
    }
    if (this.ticks % OVERVIEW_TICKS === 0) void this.sendOverviews();
  }

  private async sendOverviews(): Promise<void> {
    const registrations = await this.reader.read();
    const state = JSON.stringify(registrations);
    if (this.closing) return;
    const overviewFor = (access: ConsoleAccess): ConsoleOverview => {
      const { bodies } = this.options;
      return { access, bodies, now: Date.now(), registrations };
    };
    for (const stream of this.streams) stream.sendOverview(state, overviewFor);
  }
}

/** Returns the last `seq` that the browser has seen; 0 if there is none. */
function afterOf(request: AdapterRequest): number {
  const seen = nodeRequest(request).headers['last-event-id'] ?? urlOf(request).query.get('after');
  return typeof seen === 'string' && /^\d{1,16}$/.test(seen) ? Number(seen) : 0;
}
