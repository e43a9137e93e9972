import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../median.js';
import type { Durable } from './durable.js';

/** The temporary store of a durable delivery. */
export interface Store {
  readonly durable: Durable;
  /** Path, port on 127.0.0.1, or URL. */
  readonly address: string;
  /** Returns the CPU time so far of the store's process, in ms; 0 for a store without one. */
  cpuMs(): Promise<number>;
  remove(): Promise<void>;
}

export function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'bench-'));
}

/** Makes an empty inbox. */
export async function startInbox(): Promise<Store> {
  const address = await temporaryDirectory();
  return {
    durable: 'lmdb',
    address,
    cpuMs: async () => 0,
    remove: () => rm(address, { recursive: true, force: true }),
  };
}

/** Measures how long the disk takes to write one page, in ms. No durable store can be faster. */
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
