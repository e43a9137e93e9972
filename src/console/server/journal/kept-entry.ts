import type { Linked } from '../../../common/collections/linked-list.js';
import type { HandledStep, SlowStep } from '../../../index.js';
import { errorLine } from '../../../common/error-text.js';
import type { CalledHandler, JournalEntry } from '../../api/console-api.js';

/** An entry as the journal keeps it. */
export interface KeptEntry extends Linked<KeptEntry> {
  /** The entry as it is shown, but without its body. Steps change it in place. */
  readonly shown: JournalEntry;
  /** The body as JSON, whose size is known. */
  readonly bodyText: string | undefined;
  /** Bytes that the journal has counted; 0 if the journal does not hold the entry. */
  bytes: number;
  /** The one before it of the same id. */
  earlier: KeptEntry | undefined;
}

/** The members that an entry has from the beginning. */
export type NewEntry = Pick<
  JournalEntry,
  'id' | 'registration' | 'command' | 'sdkAppId' | 'receivedAt' | 'outcome'
>;

/** Approximate size of an entry, and of a call of a handler, without their texts, in bytes. */
const ENTRY_BYTES = 700;
const CALL_BYTES = 150;

/** Maximum bytes of a character. */
const CHARACTER_BYTES = 2;

export function newEntry(beginning: NewEntry, seq: number, bodyText: string | undefined): KeptEntry {
  const { id, registration, command, sdkAppId, receivedAt, outcome } = beginning;
  return {
    shown: {
      seq,
      key: String(seq),
      id,
      registration,
      command,
      sdkAppId,
      receivedAt,
      outcome,
      answer: null,
      handlers: [],
      verdict: undefined,
      dueAt: undefined,
      reason: undefined,
      actor: undefined,
    },
    bodyText,
    bytes: 0,
    older: undefined,
    newer: undefined,
    earlier: undefined,
  };
}

/** Puts the result of a call in the place of the handler's former one, or behind the others. */
export function putResult(entry: KeptEntry, step: HandledStep): void {
  const { handler: id, attempt: attempts, durationMs, skipped, lateByMs } = step;
  const failed = 'error' in step;
  putCall(entry, {
    id,
    attempts,
    durationMs,
    done: !failed,
    ...(failed && { error: errorLine(step.error) }),
    ...(skipped && { skipped }),
    ...(lateByMs !== undefined && { lateByMs }),
  });
}

/** Puts a call that still runs. */
export function putSlowCall(entry: KeptEntry, { handler: id, attempt: attempts, timeoutMs }: SlowStep): void {
  putCall(entry, { id, attempts, durationMs: timeoutMs / 2, done: false });
}

/** Notes the late end of a call that had failed when its time was over. */
export function putLateEnd({ shown: { handlers } }: KeptEntry, { handler, lateByMs }: HandledStep): void {
  const call = handlers.find(({ id }) => id === handler);
  if (call !== undefined) call.lateByMs = lateByMs;
}

function putCall({ shown: { handlers } }: KeptEntry, call: CalledHandler): void {
  const former = handlers.findIndex(({ id }) => id === call.id);
  const { lateByMs } = handlers[former] ?? {};
  const put = lateByMs === undefined ? call : { lateByMs, ...call };
  if (former === -1) handlers.push(put);
  else handlers[former] = put;
}

/** Returns the approximate memory of an entry, in bytes. */
export function bytesOf({ shown, bodyText = '' }: KeptEntry): number {
  const { id, command, handlers, reason = '', actor = '' } = shown;
  let characters = 2 * id.length + command.length + reason.length + actor.length + bodyText.length;
  for (const call of handlers) characters += call.id.length + (call.error?.length ?? 0);
  return ENTRY_BYTES + handlers.length * CALL_BYTES + characters * CHARACTER_BYTES;
}

/** Returns a copy of the entry with its body. */
export function shownEntry({ shown, bodyText }: KeptEntry): JournalEntry {
  const copy = structuredClone(shown);
  return bodyText === undefined ? copy : { ...copy, body: JSON.parse(bodyText) };
}

/** Returns the JSON of {@link shownEntry}. The body is not parsed for it. */
export function entryText({ shown, bodyText }: KeptEntry): string {
  const text = JSON.stringify(shown);
  return bodyText === undefined ? text : `${text.slice(0, -1)},"body":${bodyText}}`;
}
