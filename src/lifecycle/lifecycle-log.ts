import type { Logger } from '@nestjs/common';
import { printable } from '../common/printable.js';
import { errorStack } from '../common/error-text.js';
import type { LifecycleObserver } from './lifecycle-channels.js';
import type {
  DeadLetteredStep,
  DecidedStep,
  DrainedStep,
  ExpiredStep,
  FaultStep,
  HandlerFailure,
  RejectedStep,
  RescheduledStep,
  SlowStep,
  StoreStep,
} from './lifecycle-steps.js';
import { registrationLogger } from './registration-logger.js';
import { Throttle } from './throttle.js';

/** Writes to Nest's log what an operator has to know. Logs nothing that goes well. */
export class LifecycleLog implements LifecycleObserver {
  private readonly logger: Logger;
  /** Limits lines of one kind, because anyone can cause thousands of rejections. */
  private readonly throttle = new Throttle();

  constructor(registration: string) {
    this.logger = registrationLogger(registration);
  }

  rejected({ reason, status, message }: RejectedStep): void {
    this.throttle.run(reason, (more) => this.logger.warn(`answered ${status}, ${message}${more}`));
  }

  decided({
    command,
    id,
    timeoutMs,
    fallback,
    late,
    failures,
    misbuilt = [],
    unreadable,
  }: DecidedStep): void {
    if (unreadable !== undefined) {
      this.logger.error(
        `the body of ${command} cannot be read, so that '${fallback}' counts and no handler is asked: ${unreadable}, id ${printable(id)}`,
      );
    }
    for (const { handler, error } of misbuilt) {
      this.logger.error(
        `${handler} built a rejection of ${command} wrongly, so that the plain rejection counts, id ${printable(id)}`,
        errorStack(error),
      );
    }
    for (const { handler, error } of failures) {
      this.logger.error(
        `${handler} failed on ${command}, so that '${fallback}' counts for it, id ${printable(id)}`,
        errorStack(error),
      );
    }
    if (late.length === 0) return;
    this.logger.warn(
      `${late.join(', ')} gave no verdict on ${command} within ${timeoutMs} ms, so that '${fallback}' counts, id ${printable(id)}`,
    );
  }

  slow({ command, id, handler, timeoutMs }: SlowStep): void {
    this.throttle.run(`slow ${handler}`, (more) =>
      this.logger.warn(
        `${handler} has been running for ${timeoutMs / 2} ms, half of its timeoutMs, on ${command}, id ${printable(id)}${more}`,
      ),
    );
  }

  rescheduled({ command, id, attempt, failures, dueAt }: RescheduledStep): void {
    const seconds = Math.max(0, (dueAt - Date.now()) / 1000).toFixed(1);
    this.logger.warn(
      `${handlersOf(failures)} failed at attempt ${attempt} on ${command}, id ${printable(id)}: tried again in ${seconds} s\n${stacksOf(failures)}`,
    );
  }

  deadLettered({ command, id, reason, attempts, failures, error }: DeadLetteredStep): void {
    // The rejection logs an invalid body.
    if (reason === 'invalid') return;
    const what = {
      crashed: 'the process died in',
      suspected: 'the process died, perhaps because of another callback, in',
      failed: `attempt ${attempts} failed in`,
    }[reason];
    this.logger.error(
      `${command} is a dead letter now, which DeadLetters can replay or discard: ${what} ${handlersOf(failures)}, id ${printable(id)}`,
      failures.length > 0 ? stacksOf(failures) : error,
    );
  }

  expired({ reason, count, limit }: ExpiredStep): void {
    const option = reason === 'capacityBytes' ? reason : `deadLetters.${reason}`;
    this.throttle.run(`expired ${reason}`, (more) =>
      this.logger.error(
        `${counted(count, 'dead letter was', 'dead letters were')} dropped, because of ${option}, which is ${limit}${more}`,
      ),
    );
  }

  store({ state, why }: StoreStep): void {
    if (state === 'up') this.logger.log(why ?? 'the store can be used again');
    else this.logger.error(`the store is down: ${why}`);
  }

  drained({ timedOut, pending, dead, durable, drainTimeoutMs }: DrainedStep): void {
    const callbacks = counted(pending, 'accepted callback was', 'accepted callbacks were');
    const within = timedOut
      ? `${callbacks} not handled within the ${drainTimeoutMs} ms of drainTimeoutMs`
      : `the results of ${counted(pending, 'callback', 'callbacks')} could not be written`;
    if (pending > 0 && durable) this.logger.warn(`${within}: they stay in the store`);
    if (durable) return;
    if (pending > 0) this.logger.error(`${within}: ${pending === 1 ? 'it is' : 'they are'} lost`);
    if (dead > 0) {
      const letters = counted(dead, 'dead letter is', 'dead letters are');
      this.logger.error(`${letters} lost with this process: a durable delivery keeps dead letters`);
    }
  }

  fault({ message, error }: FaultStep): void {
    this.throttle.run(message, (more) =>
      this.logger.error(`${message}${more}`, error === undefined ? undefined : errorStack(error)),
    );
  }
}

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function handlersOf(failures: readonly HandlerFailure[]): string {
  return failures.map(({ handler }) => handler).join(', ') || 'an unknown handler';
}

function stacksOf(failures: readonly HandlerFailure[]): string {
  return failures.map(({ error }) => errorStack(error)).join('\n');
}
