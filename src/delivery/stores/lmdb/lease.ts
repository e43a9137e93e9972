import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who works on a partition. */
export interface Lease {
  /** Random, of one delivery in one process; empty for a partition that was released. */
  readonly holder: string;
  readonly host: string;
  /** The running kernel and the process namespace, which `pid` belongs to. */
  readonly boot: string;
  readonly namespace: string;
  readonly pid: number;
  /** Counts up while the holder lives. */
  readonly beats: number;
}

/** Time without a new beat after which a holder counts as dead, in ms of this process's clock. */
export const LEASE_MS = 30_000;

const BOOT = readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
const NAMESPACE = readOr('', () => readlinkSync('/proc/self/ns/pid'));

/** Holders in this process, which are alive whatever their process id. */
const holdersHere = new Set<string>();

export function leaseOf(holder: string, beats: number): Lease {
  return { holder, host: hostname(), boot: BOOT, namespace: NAMESPACE, pid: process.pid, beats };
}

export function noteHolder(holder: string): void {
  holdersHere.add(holder);
}

export function forgetHolder(holder: string): void {
  holdersHere.delete(holder);
}

/** Whether the holder's process is known to have ended, before its lease expires. */
export function isGone({ holder, host, boot, namespace, pid }: Lease): boolean {
  if (holder === '') return true;
  if (holdersHere.has(holder) || host !== hostname()) return false;
  // The machine has restarted since.
  if (boot !== BOOT) return boot !== '' && BOOT !== '';
  // Another namespace has another process with the same number.
  if (namespace !== NAMESPACE) return false;
  return pid === process.pid || !isRunning(pid);
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
