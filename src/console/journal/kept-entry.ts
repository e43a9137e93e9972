import type { JournalEntry } from '../console-api.js';

/** An entry as the journal keeps it: never changed, but replaced; its body as JSON, whose size is known. */
export type KeptEntry = Omit<JournalEntry, 'body'> & { readonly bodyText?: string };

/** What an entry and what a call of a handler take beside their texts, in bytes: about. */
const ENTRY_BYTES = 700;
const CALL_BYTES = 150;

/** What a character takes at the most. */
const CHARACTER_BYTES = 2;

/** About how much memory an entry takes, in bytes. */
export function bytesOf(entry: KeptEntry): number {
  const { key, id, command, handlers, reason = '', actor = '', bodyText = '' } = entry;
  let characters =
    key.length + 2 * id.length + command.length + reason.length + actor.length + bodyText.length;
  for (const call of handlers) characters += call.id.length + (call.error?.length ?? 0);
  return ENTRY_BYTES + handlers.length * CALL_BYTES + characters * CHARACTER_BYTES;
}

/** As it is shown. */
export function shownEntry({ bodyText, ...entry }: KeptEntry): JournalEntry {
  return bodyText === undefined ? entry : { ...entry, body: JSON.parse(bodyText) };
}
