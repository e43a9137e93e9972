/**
 * The messages between the console's page and its controller, as JSON. Times are in ms since the epoch, durations in ms. Paths are below the
 * console's own.
 */

/** `GET api/overview`. */
export interface ConsoleOverview {
  /** What this visitor may do: `read` allows to look, `operate` also to replay and discard. */
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
  /** Description of the delivery, such as `'lmdb in ./inbox'`. */
  delivery: string;
  /** Whether accepted callbacks outlive the process. */
  durable: boolean;
  /** `null` if the store did not answer within a second. */
  stats: { pending: number; dead: number; running: number; oldestPendingAt: number | null } | null;
  /** Whether the store is up, since when this process has seen it so, and `why` if it is down. */
  store: { state: 'up' | 'down'; since: number; why?: string };
  /** Refused requests since the process began, by reason. */
  rejected: Record<string, number>;
  quota: QuotaDayOverview[];
  /** Live's rooms of each app that has sent an alarm of them. */
  rooms: RoomsOverview[];
  handlers: HandlerOverview[];
  /** Since when this process watches quotas. */
  watchedSince: number;
}

/** A handler of one event: its limits, and its calls in this process. */
export interface HandlerOverview {
  id: string;
  event: string;
  /** `null` for a handler of before-events, which `verdicts.timeoutMs` limits, and for one that is gone. */
  limits: {
    /** 0 means for ever. */
    timeoutMs: number;
    concurrency?: number;
    retry: { attempts?: number; initialDelayMs?: number; maxDelayMs?: number };
    onStale?: 'skip' | 'mark';
  } | null;
  /** Calls that run now and are within their time. */
  running: number;
  /** Calls that have ended, since the process began. */
  calls: number;
  failures: number;
  /** Calls that did not end in time. */
  timeouts: number;
  /** Calls that took more than half of their time. */
  slow: number;
  /** Times that it was not called, because it had handled a newer event. */
  skipped: number;
  /** Half of its latest 512 calls took at most `p50` ms, and 99 % at most `p99` ms; `null` without a call. */
  p50: number | null;
  p99: number | null;
}

/** The quota day of one app. */
export interface QuotaDayOverview {
  sdkAppId: number;
  /** The calendar day in the zone of the quota, such as `'2026-11-22'`. */
  day: string;
  /** When the day begins and ends in the quota's zone. */
  begins: number;
  ends: number;
  timeZone: string;
  /** Chat's number if an alarm has come, or else the counted one. */
  used: number;
  source: 'chat' | 'counted';
  /** Creations minus dissolutions that arrived here; `null` if none arrived. */
  counted: number | null;
  /** Counted growth ÷ Chat's growth; `null` if unknown. */
  coverage: number | null;
  /** Growth that was not counted, and since when; `null` if no count is known to be missing. */
  missing: { groups: number; since: number } | null;
  /** `null` if no limit is known. */
  quota: number | null;
  remaining: number | null;
  /** The operators with the most creations, the most first. */
  operators: QuotaOperator[];
  /** Present pace, in groups per hour; `null` if unknown. */
  perHour: number | null;
  /** When the limit will be reached at this pace; `null` if not today, already reached, or unknown. */
  exhaustsAt: number | null;
  /** Ascending; `reachedAt` is `null` for a level that was not reached; `share` is 0.7 for 70 %. */
  levels: { share: number; reachedAt: number | null }[];
  /** Ascending, at most one point a minute: time and groups used. */
  curve: [at: number, used: number][];
}

/** The rooms of one app, according to Live's latest alarm. */
export interface RoomsOverview {
  sdkAppId: number;
  used: number;
  quota: number;
  remaining: number;
  /** The highest level that the usage is at, such as 0.7; `null` if there is none. */
  level: number | null;
  lastAlarmAt: number;
}

/** Who creates groups: UserID, groups created on the day, those of them that still exist, and shares of all creations. */
export interface QuotaOperator {
  account: string;
  created: number;
  net: number;
  share: number;
  shareOfHour: number;
}

/** The history of one callback. */
export interface JournalEntry {
  /** Grows with every change of any entry. Of two entries with the same key, the one with the greater `seq` is the newer state. */
  seq: number;
  /** Names the entry. A callback that came twice has two entries. */
  key: string;
  /** The event's id (the idempotency key). */
  id: string;
  registration: string;
  command: string;
  sdkAppId: number;
  receivedAt: number;
  /**
   * `decided`: a before-callback has its verdict. An after-callback is `pending` (no handler has ended yet), `retrying`, `done`, `dead`,
   * `duplicate`, `unavailable` (it could not be kept; Chat got 503), `replayed` (a dead letter that is handled again), or `discarded`.
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
  /** HTTP status, `ErrorCode` and time of the answer; `null` for an event that did not come over HTTP, such as a quota level. */
  answer: { status: number; errorCode: number; durationMs: number } | null;
  verdict?: {
    kind: string;
    decidedBy: 'handlers' | 'nobody' | 'fallback';
    usedMs: number;
    timeoutMs: number;
  };
  /** One item for each handler that was called, in the order of their first calls. */
  handlers: CalledHandler[];
  /** Set for `retrying`. */
  dueAt?: number;
  /** Set for `dead`. */
  reason?: string;
  /** Who replayed or discarded it, if the option `actor` returned a name. */
  actor?: string;
  /** If bodies are shown. */
  body?: unknown;
}

/** The latest call of one handler. Without `done` and `error`, it has been running for more than `durationMs`. */
export interface CalledHandler {
  id: string;
  attempts: number;
  durationMs: number;
  error?: string;
  done: boolean;
  /** Set if it was not called, because it had handled a newer event about the same thing. */
  skipped?: 'stale';
  /** By how much a call ended too late. For an after-callback, the end changed nothing. */
  lateByMs?: number;
}

/**
 * `GET api/stream`: server-sent events. `id` is the journal's `seq`. With `Last-Event-ID` (or `?after=`) the stream begins after that `seq`,
 * and with the whole journal if the journal has not reached it.
 *
 * - `event: entries`, data `JournalEntry[]`: entries that are new or changed, ascending by `seq`.
 * - `event: overview`, data `ConsoleOverview`: at most once a second, if something in it changed.
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
  /** If bodies are shown. */
  body?: unknown;
}

/**
 * Body of `POST api/dead-letters/replay` and `POST api/dead-letters/discard`, as `application/json`: one dead letter by `id`, or all
 * that match `filter`. `expected` is the number that the page showed. If another number matches now, the answer is 409.
 */
export type DeadLetterCommand = { registration: string } & (
  | { id: string }
  | { filter: { command?: string; handler?: string; since?: number; until?: number }; expected: number }
);

/** Answer to a `DeadLetterCommand`: how many were replayed or discarded. */
export interface DeadLetterOutcome {
  count: number;
}

/** Answer to every failed request, with its HTTP status. */
export interface ConsoleFault {
  /** One line for a person. */
  message: string;
}
