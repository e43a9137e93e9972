import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliveryContract } from 'nestjs-tencent-chat-webhook/testing';
import { afterAll, describe, it } from 'vitest';
import { directoryDelivery } from '../../example/directory-store.js';

describe('directoryDelivery', () => {
  const directory = mkdtempSync(join(tmpdir(), 'deliveries-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  // The example imports the package as it is built, and so does this: there has to be one DeliveryUnavailableError.
  it.each(
    deliveryContract((store, options) => directoryDelivery({ path: join(directory, store), ...options }), {
      sharedStore: false,
    }),
  )('$name', ({ check }) => check());
});
