import type { RejectionReason } from '../protocol/rejected-request.js';
import type { HasBody } from './body-of.js';

/** The members of every step. Durations are in ms; points in time are ms since the epoch. */
export interface LifecycleStep {
  /** Name of the registration. */
  readonly registration: string;
}

/** A step of one callback. */
export interface CallbackStep extends LifecycleStep {
  /** The event's `id`: the idempotency key. */
  readonly id: string;
  /** The vendor's command word; for a derived event, its name. */
  readonly command: string;
  readonly sdkAppId: number;
}

/** A step of one accepted callback; `bodyOf` returns its body. */
export interface ReceivedCallbackStep extends CallbackStep, HasBody {
  /** When the callback was accepted, in ms since the epoch. */
  readonly receivedAt: number;
}

/** A handler that failed, with what it threw. */
export interface HandlerFailure {
  /** Id of the handler. */
  readonly handler: string;
  readonly error: unknown;
}

/** A request was rejected. Anyone can cause one. */
export interface RejectedStep extends LifecycleStep {
  readonly reason: RejectionReason;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The fault in one line, without any of the input. */
  readonly message: string;
  /** Set for an authenticated request. */
  readonly command?: string;
  /** Set for an authenticated request. */
  readonly sdkAppId?: number;
  /** Label of the token that matched, if the option `token` gives one. */
  readonly tokenLabel?: string;
}

/** An authenticated request was answered. */
export interface AnsweredStep extends LifecycleStep {
  readonly command?: string;
  readonly sdkAppId: number;
  /** The event's `id`; absent if the request was rejected before it became an event. */
  readonly id?: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** `ErrorCode` of the answer. */
  readonly errorCode: number;
  /** Time since the request was authenticated. Chat waits 2000 ms, network time included. */
  readonly durationMs: number;
  /** Label of the token that matched, if the option `token` gives one. */
  readonly tokenLabel?: string;
}

/** An after-callback was accepted, recognised as a duplicate, or could not be kept. */
export interface AcceptedStep extends ReceivedCallbackStep {
  readonly outcome: 'accepted' | 'duplicate' | 'unavailable';
  /** Time that the delivery took to keep it. */
  readonly durationMs: number;
  /** Set if no handler exists in any process: the callback was not kept, and no further step follows. */
  readonly unheard?: true;
  /** Reason for `'unavailable'`. */
  readonly why?: string;
}

/** A before-callback was answered. */
export interface DecidedStep extends ReceivedCallbackStep {
  /** The kind of the verdict, such as `'allow'` or `'reject'`. */
  readonly kind: string;
  /** `ErrorCode` of the answer. */
  readonly errorCode: number;
  /** Whether handlers with an opinion decided, no handler had one, or `verdicts.fallback` replaced a handler's verdict. */
  readonly decidedBy: 'handlers' | 'nobody' | 'fallback';
  /** Time used of `verdicts.timeoutMs`. */
  readonly durationMs: number;
  /** `verdicts.timeoutMs`. */
  readonly timeoutMs: number;
  /** `verdicts.fallback` of the command. */
  readonly fallback: string;
  /** What is wrong with a body that cannot be read as its class, so that the fallback decided without asking a handler. */
  readonly unreadable?: string;
  /** Ids of the handlers that returned no verdict in time. */
  readonly late: readonly string[];
  /** Handlers that failed; the fallback replaced their verdicts. */
  readonly failures: readonly HandlerFailure[];
  /** Handlers that built a rejection wrongly, if there are any; the plain rejection replaced it. */
  readonly misbuilt?: readonly HandlerFailure[];
}

/** A call of a handler ended. */
export interface HandledStep extends ReceivedCallbackStep {
  /** Name of the event, without the registration's prefix. */
  readonly event: string;
  /** Id of the handler. */
  readonly handler: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  readonly durationMs: number;
  /** Whether the callback is a before-callback. */
  readonly before: boolean;
  /**
   * Time in ms by which it missed the answer, or its `timeoutMs`; absent if it was in time. The late end of an after-callback's handler
   * is a separate step, after the one with the `HandlerTimeoutError`.
   */
  readonly lateByMs?: number;
  /** The thrown value, if the handler failed. */
  readonly error?: unknown;
  /** Set if the handler was not called, because it had handled a newer event about the same thing. */
  readonly skipped?: 'stale';
}

/** A handler of an after-callback has been running for half of its time. */
export interface SlowStep extends ReceivedCallbackStep {
  /** Name of the event, without the registration's prefix. */
  readonly event: string;
  /** Id of the handler. */
  readonly handler: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Its `timeoutMs`. */
  readonly timeoutMs: number;
}

/** Handlers failed, and the engine will call them again. */
export interface RescheduledStep extends CallbackStep {
  /** The attempt that failed. */
  readonly attempt: number;
  /** The handlers that the engine calls again. */
  readonly failures: readonly HandlerFailure[];
  readonly dueAt: number;
}

/** All handlers of a callback have succeeded. */
export interface CompletedStep extends CallbackStep {
  /** Time since the callback was accepted. */
  readonly durationMs: number;
}

/**
 * Why a callback is a dead letter: handlers failed at every attempt, the process died in one of them, it died in one of them or in a
 * handler that ran beside them, or the body does not match its command's class.
 */
export type DeadLetterReason = 'failed' | 'crashed' | 'suspected' | 'invalid';

/** A callback became a dead letter: it is kept, and no handler is called. */
export interface DeadLetteredStep extends ReceivedCallbackStep {
  readonly reason: DeadLetterReason;
  readonly attempts: number;
  /** The handlers that have not succeeded; none for an invalid body, which no handler received. */
  readonly failures: readonly HandlerFailure[];
  /** The error in one line. */
  readonly error: string;
}

/** A dead letter was replayed or discarded. */
export interface DeadLetterActionStep extends ReceivedCallbackStep {
  /** Who did it, if the app says so. */
  readonly actor?: string;
}

/** Dead letters expired, because there were too many or they were too old. */
export interface ExpiredStep extends LifecycleStep {
  /** The option with the limit: `'capacityBytes'` of the in-process delivery, or an option of `deadLetters`. */
  readonly reason: 'max' | 'maxAgeMs' | 'capacityBytes';
  /** Number of dead letters that expired. */
  readonly count: number;
  /** Value of the option. */
  readonly limit: number;
}

/** The store went down or came up again. Reported at each change, and every minute while the store is down. */
export interface StoreStep extends LifecycleStep {
  readonly state: 'up' | 'down';
  /** The error, or how long the store was down. */
  readonly why?: string;
}

/** The delivery was closed. */
export interface DrainedStep extends LifecycleStep {
  readonly durationMs: number;
  /**
   * Whether work was left when the process had run for `drainTimeoutMs`. `durationMs` also counts the time in which the process was
   * stopped.
   */
  readonly timedOut: boolean;
  /** Number of callbacks that were not handled, or whose results were not written. */
  readonly pending: number;
  /** Number of dead letters. */
  readonly dead: number;
  /** Whether the store keeps them beyond the process. */
  readonly durable: boolean;
  readonly drainTimeoutMs: number;
}

/** The state of an app's quota day after an alarm. */
export interface QuotaStep extends LifecycleStep {
  readonly sdkAppId: number;
  /** The calendar day, such as `'2026-11-22'`. */
  readonly day: string;
  /** Net growth of the day, in groups. */
  readonly used: number;
  /** The limit of the day, in groups. */
  readonly quota: number;
  /** `used / quota`. */
  readonly usage: number;
  /** When the limit is reached at the present pace, in ms since the epoch; `null` if not today, or if unknown. */
  readonly exhaustsAt: number | null;
}

/** A callback had members that its class does not know, or no class. Reports names only, never values. */
export interface DriftStep extends CallbackStep {
  /** Paths such as `MsgBody[].Foo`, at most 20 of at most 64 characters; empty for a command without a class. */
  readonly unknownMembers: readonly string[];
  /** Whether the command has a class. */
  readonly known: boolean;
}

/** Something failed that no callback caused: a listener of rejections, a write that the engine retries, the host. */
export interface FaultStep extends LifecycleStep {
  /** The fault and its consequence in one line. */
  readonly message: string;
  readonly error?: unknown;
}

/** Every step by its name: the channel is `nestjs-tencent-chat-webhook:<name>` of `node:diagnostics_channel`. */
export interface LifecycleSteps {
  rejected: RejectedStep;
  answered: AnsweredStep;
  accepted: AcceptedStep;
  decided: DecidedStep;
  handled: HandledStep;
  slow: SlowStep;
  rescheduled: RescheduledStep;
  completed: CompletedStep;
  deadLettered: DeadLetteredStep;
  replayed: DeadLetterActionStep;
  discarded: DeadLetterActionStep;
  expired: ExpiredStep;
  store: StoreStep;
  drained: DrainedStep;
  quota: QuotaStep;
  drift: DriftStep;
  fault: FaultStep;
}

export type LifecycleStepName = keyof LifecycleSteps;
