import { join } from 'node:path';
import { describe } from 'vitest';
import { findsTheCulprit } from './finds-the-culprit.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('lmdbDelivery', () => {
  findsTheCulprit('lmdb', ['exit', 'abort', 'out of memory', 'endless loop'], (options) => ({
    kind: 'lmdb',
    options: { path: join(temporaryFolder(), 'inbox'), ...options },
  }));
});
