import type { JournalEntry } from '../console-api.js';

/** What an entry tells, but for its body. What its members hold is replaced and never changed. */
export type EntryState = Omit<JournalEntry, 'body'>;

/** An entry as the journal keeps it. */
export interface KeptEntry {
  readonly state: EntryState;
  /** The body as JSON, whose size is known. */
  readonly bodyText: string | undefined;
  /** As counted by the journal; 0 as long as it is not kept. */
  bytes: number;
  /** Its neighbours in the order of changes. */
  older: KeptEntry | undefined;
  newer: KeptEntry | undefined;
}

/** What an entry and what a call of a handler take beside their texts, in bytes: about. */
const ENTRY_BYTES = 700;
const CALL_BYTES = 150;

/** What a character takes at the most. */
const CHARACTER_BYTES = 2;

/** About how much memory an entry takes, in bytes. */
export function bytesOf({ state, bodyText = '' }: KeptEntry): number {
  const { key, id, command, handlers, reason = '', actor = '' } = state;
  let characters =
    key.length + 2 * id.length + command.length + reason.length + actor.length + bodyText.length;
  for (const call of handlers) characters += call.id.length + (call.error?.length ?? 0);
  return ENTRY_BYTES + handlers.length * CALL_BYTES + characters * CHARACTER_BYTES;
}

/** As it is shown. */
export function shownEntry({ state, bodyText }: KeptEntry): JournalEntry {
  return bodyText === undefined ? { ...state } : { ...state, body: JSON.parse(bodyText) };
}
