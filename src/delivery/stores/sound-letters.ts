import type { DeadSummary } from '../port/dead-record.js';

/** A dead letter that a store has found. */
export interface FoundLetter<Position> {
  readonly position: Position;
  /** Absent if it is damaged. */
  readonly letter: DeadSummary | undefined;
}

/**
 * Lists dead letters without the damaged ones. The list is full unless there are no more: callers take a shorter one for the last page.
 *
 * @param start position before the first one
 * @param find finds at most so many behind a position, in their order
 */
export async function soundLetters<Position>(
  limit: number,
  start: Position,
  find: (limit: number, after: Position) => Promise<readonly FoundLetter<Position>[]>,
): Promise<DeadSummary[]> {
  const sound: DeadSummary[] = [];
  let after = start;
  for (;;) {
    const room = limit - sound.length;
    const found = await find(room, after);
    for (const { letter } of found) if (letter !== undefined) sound.push(letter);
    const last = found.at(-1);
    if (last === undefined || found.length < room || sound.length >= limit) return sound;
    after = last.position;
  }
}
