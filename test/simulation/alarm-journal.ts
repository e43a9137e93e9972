import { readFile } from 'node:fs/promises';

/** An alarm that was handled. */
export interface JournalEntry {
  /** Of the event. */
  id: string;
  /** EventTime of the alarm, in ms since the epoch. */
  at: number;
  /** Groups that were used then. */
  used: number;
}

/** The entries of a journal, in the order in which they were written. One that was cut short is left out. */
export async function readJournal(file: string): Promise<JournalEntry[]> {
  const text = await readFile(file, 'utf8');
  return text.split('\n').flatMap((line) => {
    const entry = parse(line);
    return isEntry(entry) ? [entry] : [];
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is JournalEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'at' in value &&
    typeof value.at === 'number' &&
    'used' in value &&
    typeof value.used === 'number'
  );
}
