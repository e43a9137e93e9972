import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/lmdb/index.js';
import { fulfilsTheContract } from './fulfils-the-contract.js';

describe('lmdbDelivery', () => {
  const directory = mkdtempSync(join(tmpdir(), 'inbox-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  fulfilsTheContract((store, options) => lmdbDelivery({ path: join(directory, store), ...options }));
});
