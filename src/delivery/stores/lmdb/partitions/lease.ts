import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { isObject } from '../../../../common/is-object.js';

/** Who works on a partition. */
export interface Lease {
  /** Random, of one delivery in one process; empty for a partition that was released. */
  readonly holder: string;
  readonly host: string;
  /** The running kernel and the process namespace, which `pid` belongs to. */
  readonly boot: string;
  readonly namespace: string;
  readonly pid: number;
  /** When the process started, in ticks since the machine's start; empty if the system does not say. */
  readonly started: string;
  /** Number of the thread in its process. */
  readonly thread: number;
  /** Counts up while the holder lives. */
  readonly beats: number;
}

/** Time without a new beat after which a holder counts as dead, in ms of this process's clock. */
export const LEASE_MS = 30_000;

const BOOT = readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
const NAMESPACE = readOr('', () => readlinkSync('/proc/self/ns/pid'));

/** The 22nd member of the file. The second one, the program's name in brackets, may contain spaces. */
const STARTED = readOr(
  '',
  () => readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '',
);

/** Holders in this thread, which are alive whatever their process id. */
const holdersHere = new Set<string>();

export function leaseOf(holder: string, beats: number): Lease {
  return {
    holder,
    host: hostname(),
    boot: BOOT,
    namespace: NAMESPACE,
    pid: process.pid,
    started: STARTED,
    thread: threadId,
    beats,
  };
}

export function noteHolder(holder: string): void {
  holdersHere.add(holder);
}

export function forgetHolder(holder: string): void {
  holdersHere.delete(holder);
}

/** Whether the holder's process is known to have ended, before its lease expires. */
export function isGone({ holder, host, boot, namespace, pid, started, thread }: Lease): boolean {
  if (holder === '') return true;
  if (holdersHere.has(holder) || host !== hostname()) return false;
  // The machine has restarted since.
  if (boot !== BOOT) return boot !== '' && BOOT !== '';
  // Another namespace has another process with the same number.
  if (namespace !== NAMESPACE) return false;
  if (pid !== process.pid) return !isRunning(pid);
  // Another thread of this process may be alive; an earlier process with the same number is not.
  return started !== STARTED || thread === threadId;
}

/** Whether a value is a lease that can be read. */
export function isLease(value: unknown): value is Lease {
  if (!isObject(value) || !('holder' in value) || !('beats' in value)) return false;
  return typeof value.holder === 'string' && typeof value.beats === 'number';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
