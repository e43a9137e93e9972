import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../median.js';
import type { Durable } from './durable.js';

/** Where the records of a durable delivery are: of this benchmark alone, and gone after it. */
export interface Store {
  readonly durable: Durable;
  /** Path, or port on 127.0.0.1. */
  readonly address: string;
  /** CPU time of what serves it so far, in ms, where that is a process of its own. */
  cpuMs(): Promise<number>;
  remove(): Promise<void>;
}

export function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'bench-'));
}

/** An empty inbox. */
export async function startInbox(): Promise<Store> {
  const address = await temporaryDirectory();
  return {
    durable: 'lmdb',
    address,
    cpuMs: async () => 0,
    remove: () => rm(address, { recursive: true, force: true }),
  };
}

/** How long it takes until a write of one page is on the disk of the stores, in ms: what no store can do without. */
export async function syncMs(): Promise<number> {
  const directory = await temporaryDirectory();
  const file = openSync(join(directory, 'page'), 'w');
  try {
    const times = Array.from({ length: 50 }, () => {
      writeSync(file, Buffer.alloc(4096, 1));
      const before = performance.now();
      fdatasyncSync(file);
      return performance.now() - before;
    });
    return median(times);
  } finally {
    closeSync(file);
    await rm(directory, { recursive: true });
  }
}
