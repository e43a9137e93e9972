import { Logger } from '@nestjs/common';
import { stackOf } from '../lifecycle/stack-of.js';
import type { CallbackRecord } from './callback-record.js';

/** What went wrong, in a line: for a dead letter. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return [error.message, ...error.errors.map(reasonOf)].join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Tells an operator of handlers that failed. */
export class FailureLog {
  private readonly logger = new Logger('TencentChatWebhook');

  willRetry(record: CallbackRecord, attempt: number, error: unknown): void {
    this.logger.warn(`${failed(record, attempt)} and is tried again\n${stackOf(error)}`);
  }

  died(record: CallbackRecord, attempt: number, error: unknown): void {
    const message = `${failed(record, attempt)} and is a dead letter now: DeadLetters can replay or discard it`;
    this.logger.error(message, stackOf(error));
  }
}

function failed({ command, id }: CallbackRecord, attempt: number): string {
  return `a handler of ${command} failed at attempt ${attempt}, id ${id}`;
}
