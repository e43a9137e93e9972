import type { CallbackRecord } from '../../port/callback-record.js';
import type { Room } from './backlog.js';
import type { PostgresClaim } from './holder.js';

/** The result of a claim. Exactly one of the first three ends the claim; with none of them it is kept. */
export interface Result {
  /** Completed, and remembered for that long, in ms. */
  readonly knownMs?: number;
  /** Due again after that time, in ms. */
  readonly delayMs?: number;
  /** A dead letter, as JSON. */
  readonly death?: string;
  /** The progress of the handlers, as JSON. */
  readonly progress?: string;
}

export type Added = PostgresClaim | 'accepted' | 'duplicate';

/** Something that goes into the next statement. */
interface Waiting<Outcome> {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** A new record. */
export interface Addition extends Waiting<Added> {
  readonly key: string;
  readonly record: CallbackRecord;
  readonly json: string;
  readonly claimed: boolean;
}

/** The result of a claim. */
export interface Write extends Waiting<boolean> {
  readonly key: string;
  readonly claim: PostgresClaim;
  readonly result: Result;
}

/** A search for due records. */
export interface Search extends Waiting<PostgresClaim[]> {
  readonly room: Room;
}

/** Whether a write ends its claim. */
export function endsClaim({ result: { knownMs, delayMs, death } }: Write): boolean {
  return knownMs !== undefined || delayMs !== undefined || death !== undefined;
}

/** Returns the values $3 to $11 of a statement that writes. */
export function valuesOf(writes: readonly Write[], additions: readonly Addition[]): unknown[] {
  return [
    writes.map(({ key }) => key),
    writes.map(({ result }) => result.knownMs ?? null),
    writes.map(({ result }) => result.delayMs ?? null),
    writes.map(({ result }) => result.progress ?? null),
    writes.map(({ result }) => result.death ?? null),
    additions.map(({ key }) => key),
    additions.map(({ claimed }) => claimed),
    additions.map(({ record }) => record.receivedAt),
    additions.map(({ json }) => json),
  ];
}

/** Sorts by key, so that no two processes lock the rows of copies in different orders. */
export function inOrder<Each extends { readonly key: string }>(waiting: readonly Each[]): Each[] {
  return waiting.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
