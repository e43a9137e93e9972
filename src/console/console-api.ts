/**
 * The messages between the console's page and its controller, as JSON. Points in time are ms since the epoch, durations
 * are ms. Paths are below the console's own.
 */

/** `GET api/overview`. */
export interface ConsoleOverview {
  /** What this visitor may do: `read` sees everything that is shown, `operate` replays and discards as well. */
  access: ConsoleAccess;
  /** Whether bodies are shown at all. */
  bodies: 'hidden' | 'shown';
  /** The server's clock. */
  now: number;
  registrations: RegistrationOverview[];
}

export type ConsoleAccess = 'read' | 'operate';

export interface RegistrationOverview {
  name: string;
  /** What the delivery is, such as `'lmdb in ./inbox'`. */
  delivery: string;
  /** Whether what was accepted outlives the process. */
  durable: boolean;
  /** `null` when the store did not answer within a second. */
  stats: { pending: number; dead: number; running: number; oldestPendingAt: number | null } | null;
  /** Whether the store is up, since when in the eyes of this process, and `why` if it is down. */
  store: { state: 'up' | 'down'; since: number; why?: string };
  /** Refused requests since the process began, by reason. */
  rejected: Record<string, number>;
  quota: QuotaDayOverview[];
}

/** The quota day of one app. */
export interface QuotaDayOverview {
  sdkAppId: number;
  /** The calendar day in the zone of the quota, such as `'2026-11-22'`. */
  day: string;
  /** The ends of the day in the quota's zone. */
  begins: number;
  ends: number;
  timeZone: string;
  used: number;
  quota: number;
  remaining: number;
  /** Present pace, in groups per hour; `null` if unknown. */
  perHour: number | null;
  /** When the limit is reached at this pace; `null` when not today, already reached, or not known. */
  exhaustsAt: number | null;
  /** Ascending; `reachedAt` is `null` for a level that was not reached. `share` is 0.7 for 70 %. */
  levels: { share: number; reachedAt: number | null }[];
  /** Ascending, the latest alarm of each minute, 1,440 at most: time and groups used. */
  curve: [at: number, used: number][];
}

/** The history of one callback. */
export interface JournalEntry {
  /** Grows with every change of any entry: the entry with the greater one is the newer state of the same key. */
  seq: number;
  /** Names the entry: one callback that came twice has two. */
  key: string;
  /** The event's id (the idempotency key). */
  id: string;
  registration: string;
  command: string;
  sdkAppId: number;
  receivedAt: number;
  /**
   * `decided`: a before-callback with its verdict. Of after-callbacks: `pending` (no handler has ended yet), `retrying`, `done`,
   * `dead`, `duplicate`, `unavailable` (it could not be kept; Chat got 503), `replayed` (a dead letter that is handled
   * once more), `discarded`.
   */
  outcome:
    | 'decided'
    | 'pending'
    | 'retrying'
    | 'done'
    | 'dead'
    | 'duplicate'
    | 'unavailable'
    | 'replayed'
    | 'discarded';
  /** HTTP status, `ErrorCode` and time of the answer; `null` for what was not received over HTTP, such as a quota level. */
  answer: { status: number; errorCode: number; durationMs: number } | null;
  verdict?: {
    kind: string;
    decidedBy: 'handlers' | 'nobody' | 'fallback';
    usedMs: number;
    timeoutMs: number;
  };
  /** One for each handler that was called, in the order of their first calls. */
  handlers: { id: string; attempts: number; durationMs: number; error?: string; done: boolean }[];
  /** Of `retrying`. */
  dueAt?: number;
  /** Of `dead`. */
  reason?: string;
  /** Who replayed or discarded it, if the app says so. */
  actor?: string;
  /** Where bodies are shown. */
  body?: unknown;
}

/**
 * `GET api/stream`: server-sent events. `id` is the journal's `seq`; with `Last-Event-ID` (or `?after=`) the stream
 * begins behind it, where the journal still knows, and with all of the journal otherwise.
 *
 * - `event: entries`, data `JournalEntry[]`: entries that are new or changed, ascending by `seq`.
 * - `event: overview`, data `ConsoleOverview`: once a second at most, when something of it changed.
 * - `event: closing`, no data: the server shuts down; the page says so and connects again.
 * - a comment line every 15 s.
 */
export type StreamEvent = 'entries' | 'overview' | 'closing';

/** Query of `GET api/dead-letters`, all as strings; the answer is `ConsoleDeadLetterPage`. */
export interface DeadLetterQuery {
  registration: string;
  command?: string;
  handler?: string;
  since?: string;
  until?: string;
  after?: string;
  limit?: string;
}

export interface ConsoleDeadLetterPage {
  /** How many match. */
  total: number;
  letters: ConsoleDeadLetter[];
}

export interface ConsoleDeadLetter {
  id: string;
  command: string;
  sdkAppId: number;
  reason: string;
  handlers: string[];
  attempts: number;
  error: string;
  receivedAt: number;
  diedAt: number;
  /** Where bodies are shown. */
  body?: unknown;
}

/**
 * Body of `POST api/dead-letters/replay` and `POST api/dead-letters/discard`, as `application/json`: one by `id`, or all
 * that match `filter`. `expected` is the number that was shown before: 409 when it is another one now.
 */
export type DeadLetterCommand = { registration: string } & (
  | { id: string }
  | { filter: { command?: string; handler?: string; since?: number; until?: number }; expected: number }
);

/** Answer to a `DeadLetterCommand`: how many were replayed or discarded. */
export interface DeadLetterOutcome {
  count: number;
}

/** Answer of every failed request, with its HTTP status. */
export interface ConsoleFault {
  /** In one line, for a person. */
  message: string;
}
