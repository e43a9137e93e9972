import { randomUUID } from 'node:crypto';
import type { AfterEvent } from '../events/after-event.js';
import type { EventCall } from '../events/event-call.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Verdict } from '../callbacks/verdicts/verdict.js';
import { errorLine } from '../common/error-text.js';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import { Delivery } from '../delivery/port/delivery.js';
import { type SaidVerdict, TencentChatLateVerdictEvent } from '../events/tencent-chat-late-verdict.event.js';
import { emitDerived } from '../handlers/emit-derived.js';
import { HandlerRegistry } from '../handlers/discovery/handler-registry.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';

/** The event's name, which replaces Chat's command in the record. */
export const LATE_VERDICT = 'tencentChat.lateVerdict';

/** A verdict that came after the answer. */
export interface LateVerdict {
  /** Name of the before-callback's event. */
  readonly event: string;
  /** Id of the handler. */
  readonly handler: string;
  readonly verdict: Verdict;
  readonly answered: Verdict;
  readonly lateByMs: number;
}

/** The event as it is stored. */
type LateVerdictBody = Omit<
  TencentChatLateVerdictEvent,
  'name' | 'id' | 'sdkAppId' | 'receivedAt' | 'attempt' | keyof AfterEvent
>;

type LateVerdictRecord = CallbackRecord & { body: LateVerdictBody };

/** Hands verdicts that come after the answer to the delivery, as separate events. */
@Injectable()
export class LateVerdicts implements OnModuleInit {
  constructor(
    private readonly delivery: Delivery,
    private readonly registry: HandlerRegistry,
    private readonly lifecycle: Lifecycle,
  ) {}

  onModuleInit(): void {
    this.registry.registerDerived(LATE_VERDICT, lateVerdict);
  }

  /** Emits the event, unless nobody listens to it. A verdict that cannot be kept is reported as a fault. */
  async emit(callback: CallbackRecord, late: LateVerdict): Promise<void> {
    if (!this.registry.isHeard(LATE_VERDICT, LATE_VERDICT)) return;
    try {
      await emitDerived(lateVerdictRecord(callback, late), this.delivery, this.lifecycle);
    } catch (error) {
      const message = `the late verdict of ${late.handler} on ${callback.command} cannot be kept: ${errorLine(error)}`;
      this.lifecycle.report('fault', { message, error });
    }
  }
}

function lateVerdictRecord(callback: CallbackRecord, late: LateVerdict): LateVerdictRecord {
  const { id, registration, sdkAppId, traceparent, command, body } = callback;
  const { event, handler, lateByMs } = late;
  return {
    // Copies of a before-callback are each decided.
    id: `late/${id}/${handler}/${randomUUID()}`,
    registration,
    sdkAppId,
    traceparent,
    command: LATE_VERDICT,
    derived: true,
    receivedAt: Date.now(),
    body: {
      event,
      command,
      callbackId: id,
      handler,
      verdict: said(late.verdict),
      answered: said(late.answered),
      lateByMs,
      body,
    },
  };
}

function said({ kind, answer }: Verdict): SaidVerdict {
  return { kind, answer: { ...answer } };
}

function lateVerdict(record: CallbackRecord, attempt: number, call: EventCall): TencentChatLateVerdictEvent {
  if (!isLateVerdictRecord(record)) throw new TypeError(`${record.id} is no record of a late verdict`);
  const { id, sdkAppId, receivedAt } = record;
  const event = { ...structuredClone(record.body), id, sdkAppId, receivedAt: new Date(receivedAt), attempt };
  return new TencentChatLateVerdictEvent(event, call);
}

function isLateVerdictRecord(record: CallbackRecord): record is LateVerdictRecord {
  return record.derived === true && record.command === LATE_VERDICT;
}
