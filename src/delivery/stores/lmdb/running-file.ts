import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tokenOf, type PendingKey } from './stored-record.js';

/** Bytes of a slot: a key as text, and a line feed. */
const SLOT = 64;

/**
 * Notes which records are in their handlers, for the next process after a crash. Each record overwrites a slot, without a sync: the file
 * has to survive a crash of the process, not of the machine.
 */
export class RunningFile {
  private readonly file: string;
  private readonly descriptor: number;
  private readonly slots = new Map<string, number>();
  private readonly free: number[] = [];
  private readonly text = Buffer.alloc(SLOT, ' ');

  constructor(path: string, holder: string) {
    this.file = fileOf(path, holder);
    this.descriptor = openSync(this.file, 'w');
    this.text.write('\n', SLOT - 1);
  }

  begin(key: PendingKey): void {
    const slot = this.free.pop() ?? this.slots.size;
    this.slots.set(tokenOf(key), slot);
    this.text.fill(' ', 0, SLOT - 1);
    this.text.write(key.join(' '));
    writeSync(this.descriptor, this.text, 0, SLOT, slot * SLOT);
  }

  /** Frees a slot. It keeps its text until another record takes it: by then the record is no longer pending, or was claimed again. */
  end(key: PendingKey): void {
    const token = tokenOf(key);
    const slot = this.slots.get(token);
    if (slot === undefined) return;
    this.slots.delete(token);
    this.free.push(slot);
  }

  /** Deletes the file at a graceful end, when no record is in its handlers. */
  remove(): void {
    closeSync(this.descriptor);
    rmSync(this.file, { force: true });
  }
}

/** Returns the records that were in their handlers when a holder died. */
export function recordsRunning(path: string, holder: string): PendingKey[] {
  let text: string;
  try {
    text = readFileSync(fileOf(path, holder), 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .map((line) => line.trim().split(' '))
    .filter((parts) => parts.length === 3)
    .map(([partition = '', dueAt, nth]) => [partition, Number(dueAt), Number(nth)]);
}

/** Deletes the file of a dead holder when all its partitions were taken over. */
export function forgetRunning(path: string, holder: string): void {
  rmSync(fileOf(path, holder), { force: true });
}

function fileOf(path: string, holder: string): string {
  return join(path, `running-${holder}`);
}
