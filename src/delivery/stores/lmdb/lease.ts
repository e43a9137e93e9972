import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who works on a partition. */
export interface Lease {
  /** Random, of one delivery in one process; empty for a partition that was released. */
  readonly holder: string;
  readonly host: string;
  /** Where `pid` means something: the running kernel, and the process namespace. */
  readonly boot: string;
  readonly namespace: string;
  readonly pid: number;
  /** Counts up while the holder lives. */
  readonly beats: number;
}

/** After that long without a new beat a holder counts as dead, in ms of this process's own clock. */
export const LEASE_MS = 30_000;

const BOOT = readOr('', () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
const NAMESPACE = readOr('', () => readlinkSync('/proc/self/ns/pid'));

/** Holders in this process: they live, whatever their process id says. */
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

/** Whether the holder's process is known to be gone, without waiting for its lease to run out. */
export function isGone({ holder, host, boot, namespace, pid }: Lease): boolean {
  if (holder === '') return true;
  if (holdersHere.has(holder) || host !== hostname()) return false;
  // The machine was started anew since then.
  if (boot !== BOOT) return boot !== '' && BOOT !== '';
  // In another namespace the same number is another process.
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
