import type { RejectionReason } from '../protocol/rejected-request.js';
import type { HasBody } from './body-of.js';

/** What every step says. Times and durations are in ms; points in time are ms since the epoch. */
export interface LifecycleStep {
  /** Name of the registration. */
  readonly registration: string;
}

/** A step of one callback. */
export interface CallbackStep extends LifecycleStep {
  /** The event's `id`: the idempotency key. */
  readonly id: string;
  /** The vendor's command word; of a derived event its name. */
  readonly command: string;
  readonly sdkAppId: number;
}

/** A step of one callback that tells when it was received as well; `bodyOf` gives its body. */
export interface ReceivedCallbackStep extends CallbackStep, HasBody {
  /** When the callback was accepted, in ms since the epoch. */
  readonly receivedAt: number;
}

/** A handler that failed, and what it threw. */
export interface HandlerFailure {
  /** Id of the handler. */
  readonly handler: string;
  readonly error: unknown;
}

/** A request was not accepted. Anybody can cause one. */
export interface RejectedStep extends LifecycleStep {
  readonly reason: RejectionReason;
  /** HTTP status of the answer. */
  readonly status: number;
  /** The fault in one line, without any of the input. */
  readonly message: string;
  /** Of an authenticated request. */
  readonly command?: string;
  /** Of an authenticated request. */
  readonly sdkAppId?: number;
}

/** An authenticated request was answered. */
export interface AnsweredStep extends LifecycleStep {
  readonly command?: string;
  readonly sdkAppId: number;
  /** The event's `id`, where the request became one: absent for what was rejected before that. */
  readonly id?: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** `ErrorCode` of the answer. */
  readonly errorCode: number;
  /** Since it was authenticated; Chat waits 2000 ms, the way included. */
  readonly durationMs: number;
}

/** An after-callback was taken, or could not be. */
export interface AcceptedStep extends ReceivedCallbackStep {
  readonly outcome: 'accepted' | 'duplicate' | 'unavailable';
  /** How long the delivery took to keep it. */
  readonly durationMs: number;
  /** Nobody listens to it, here or anywhere, so that it was not kept: nothing more becomes of it. */
  readonly unheard?: true;
  /** Why it is unavailable. */
  readonly why?: string;
}

/** A before-callback was answered. */
export interface DecidedStep extends ReceivedCallbackStep {
  /** The kind of the verdict, such as `'allow'` or `'reject'`. */
  readonly kind: string;
  /** `ErrorCode` of the answer. */
  readonly errorCode: number;
  /** Who has decided: handlers with an opinion, nobody, or `verdicts.fallback` in place of a handler. */
  readonly decidedBy: 'handlers' | 'nobody' | 'fallback';
  /** How much of `verdicts.timeoutMs` was used. */
  readonly durationMs: number;
  /** `verdicts.timeoutMs`. */
  readonly timeoutMs: number;
  /** `verdicts.fallback`. */
  readonly fallback: string;
  /** Ids of the handlers that gave no verdict in time. */
  readonly late: readonly string[];
  /** Handlers that failed; the fallback stands in for them. */
  readonly failures: readonly HandlerFailure[];
}

/** A handler was called, and ended. */
export interface HandledStep extends ReceivedCallbackStep {
  /** Name of the event, without the registration's prefix. */
  readonly event: string;
  /** Id of the handler. */
  readonly handler: string;
  /** How often the callback was handed to it, this time included. */
  readonly attempt: number;
  readonly durationMs: number;
  /** Whether it is the handler of a before-callback. */
  readonly before: boolean;
  /** How much too late it was for its answer, in ms, where it was. */
  readonly lateByMs?: number;
  /** What it threw. */
  readonly error?: unknown;
}

/** Handlers failed and will be called again. */
export interface RescheduledStep extends CallbackStep {
  /** The attempt that failed. */
  readonly attempt: number;
  /** The handlers that are called again. */
  readonly failures: readonly HandlerFailure[];
  readonly dueAt: number;
}

/** All handlers of a callback are done. */
export interface CompletedStep extends CallbackStep {
  /** Since it was accepted. */
  readonly durationMs: number;
}

/**
 * Why a callback is a dead letter: its handlers failed at every attempt, the process died in them, or its body is not as
 * its command's class says.
 */
export type DeadLetterReason = 'failed' | 'crashed' | 'invalid';

/** A callback is kept and no longer tried. */
export interface DeadLetteredStep extends ReceivedCallbackStep {
  readonly reason: DeadLetterReason;
  readonly attempts: number;
  /** The handlers that are left; none for a body that no handler got. */
  readonly failures: readonly HandlerFailure[];
  /** What went wrong, in a line. */
  readonly error: string;
}

/** Somebody has a dead letter handled again, or forgotten. */
export interface DeadLetterActionStep extends ReceivedCallbackStep {
  /** Who asked for it, where the app says. */
  readonly actor?: string;
}

/** Dead letters were dropped, because there are too many or they are too old. */
export interface ExpiredStep extends LifecycleStep {
  /** The option that says so; `'capacityBytes'` of the delivery in process, the others of `deadLetters`. */
  readonly reason: 'max' | 'maxAgeMs' | 'capacityBytes';
  /** How many. */
  readonly count: number;
  /** The limit that they were over. */
  readonly limit: number;
}

/** The store can no longer be used, or can be used again. Reported when it changes, and each minute while it is down. */
export interface StoreStep extends LifecycleStep {
  readonly state: 'up' | 'down';
  /** What is wrong, and what it means. */
  readonly why?: string;
}

/** The delivery was closed. */
export interface DrainedStep extends LifecycleStep {
  readonly durationMs: number;
  /** Callbacks that were not handled within `drainTimeoutMs`. */
  readonly pending: number;
  /** Dead letters. */
  readonly dead: number;
  /** Whether those that are left outlive the process. */
  readonly durable: boolean;
  readonly drainTimeoutMs: number;
}

/** Where an app's quota day stands after an alarm. */
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
  /** When the limit is reached at the present pace, in ms since the epoch; `null` when it is not today, or not known. */
  readonly exhaustsAt: number | null;
}

/** A callback had members that its class does not know, or no class. Names only, never values. */
export interface DriftStep extends CallbackStep {
  /** Paths such as `MsgBody[].Foo`, 20 of 64 characters each at the most; empty for a command without a class. */
  readonly unknownMembers: readonly string[];
  /** Whether the command has a class. */
  readonly known: boolean;
}

/** Something failed that is no callback's fault: a listener of rejections, a write that is tried again, the host. */
export interface FaultStep extends LifecycleStep {
  /** What failed and what follows from it, in a line. */
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
