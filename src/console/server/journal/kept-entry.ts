import type { Linked } from '../../../common/linked-list.js';
import type { JournalEntry } from '../../console-api.js';
import { shownCall, type KeptCalls } from './kept-calls.js';

/** The members that an entry has from the beginning. */
export type NewEntry = Pick<
  JournalEntry,
  'id' | 'registration' | 'command' | 'sdkAppId' | 'receivedAt' | 'outcome'
>;

/** An entry as the journal keeps it: steps are written into it, and a copy of it is shown. */
export interface KeptEntry
  extends Omit<JournalEntry, 'key' | 'answer' | 'handlers' | 'body'>, KeptCalls, Linked<KeptEntry> {
  /** Its first `seq`, which names it. */
  first: number;
  /** HTTP status of the answer; 0 before the answer. */
  status: number;
  errorCode: number;
  answeredInMs: number;
  /** The body as JSON, whose size is known. */
  bodyText: string | undefined;
  /** Bytes that the journal has counted; 0 if the journal does not hold it. */
  bytes: number;
  /** The one before it of the same id. */
  earlier: KeptEntry | undefined;
}

/** What an entry and what a call of a handler take beside their texts, in bytes: about. */
const ENTRY_BYTES = 700;
const CALL_BYTES = 150;

/** Maximum bytes of a character. */
const CHARACTER_BYTES = 2;

/** An entry for {@link begin}. */
export function blankEntry(): KeptEntry {
  return {
    seq: 0,
    id: '',
    registration: '',
    command: '',
    sdkAppId: 0,
    receivedAt: 0,
    outcome: 'pending',
    status: 0,
    errorCode: 0,
    answeredInMs: 0,
    calls: [],
    called: 0,
    verdict: undefined,
    dueAt: undefined,
    reason: undefined,
    actor: undefined,
    first: 0,
    bodyText: undefined,
    bytes: 0,
    older: undefined,
    newer: undefined,
    earlier: undefined,
  };
}

/** Makes an entry that is not kept that of another callback. */
export function begin(entry: KeptEntry, seq: number, beginning: NewEntry, bodyText?: string): void {
  entry.seq = seq;
  entry.first = seq;
  entry.id = beginning.id;
  entry.registration = beginning.registration;
  entry.command = beginning.command;
  entry.sdkAppId = beginning.sdkAppId;
  entry.receivedAt = beginning.receivedAt;
  entry.outcome = beginning.outcome;
  entry.bodyText = bodyText;
  entry.status = 0;
  entry.verdict = undefined;
  entry.called = 0;
  entry.dueAt = undefined;
  entry.reason = undefined;
  entry.actor = undefined;
  entry.earlier = undefined;
}

/** About how much memory an entry takes, in bytes. */
export function bytesOf(entry: KeptEntry): number {
  const { id, command, calls, reason = '', actor = '', bodyText = '' } = entry;
  let characters = 2 * id.length + command.length + reason.length + actor.length + bodyText.length;
  for (const call of calls) characters += call.id.length + (call.error?.length ?? 0);
  return ENTRY_BYTES + calls.length * CALL_BYTES + characters * CHARACTER_BYTES;
}

/** As it is shown. */
export function shownEntry(entry: KeptEntry): JournalEntry {
  const { seq, first, id, registration, command, sdkAppId, receivedAt, outcome, bodyText } = entry;
  const { status, errorCode, answeredInMs, verdict, calls, called, dueAt, reason, actor } = entry;
  const shown: JournalEntry = {
    seq,
    key: String(first),
    id,
    registration,
    command,
    sdkAppId,
    receivedAt,
    outcome,
    answer: status === 0 ? null : { status, errorCode, durationMs: answeredInMs },
    handlers: calls.slice(0, called).map(shownCall),
    verdict,
    dueAt,
    reason,
    actor,
  };
  return bodyText === undefined ? shown : { ...shown, body: JSON.parse(bodyText) };
}
