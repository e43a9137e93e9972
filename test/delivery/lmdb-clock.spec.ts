import { open } from 'lmdb';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import type { RecordHandler } from '../../src/delivery/port/record-handler.js';
import type { PendingKey, StoredRecord } from '../../src/delivery/stores/lmdb/stored-record.js';
import { eventually } from '../support/eventually.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Fails, and is called again after hours. */
function patient(called: () => void): RecordHandler {
  return {
    id: 'Patient.handle',
    retry: { attempts: 5, initialDelayMs: 4 * HOUR_MS, maxDelayMs: 4 * HOUR_MS },
    call: () => {
      called();
      return { handler: 'Patient.handle', error: new Error('on purpose'), retryable: true };
    },
  };
}

/** Leaves a record that waits for hours. */
async function leaveWaiting(path: string): Promise<void> {
  const { delivery } = await opened(path);
  let calls = 0;
  delivery.start(() => [patient(() => (calls += 1))]);
  await delivery.accept(recordOf('first'));
  await eventually(() => calls === 1);
  await delivery.close();
}

type Entry = [key: PendingKey, entry: StoredRecord];

/** Replaces the only pending record while no delivery is open. */
async function rewrite(path: string, change: (...entry: Entry) => Entry[]): Promise<void> {
  const root = open({ path, noSubdir: false });
  const pending = root.openDB<StoredRecord, PendingKey>('pending', { encoding: 'json' });
  const found = [...pending.getRange({})];
  root.transactionSync(() => {
    for (const { key, value } of found) {
      void pending.remove(key);
      for (const [other, entry] of change(key, value)) void pending.put(other, entry);
    }
  });
  await root.close();
}

/** As if the clock had been a day ahead when the record was rescheduled. */
function aDayAhead([partition, dueAt, nth]: PendingKey, entry: StoredRecord): Entry {
  const { rescheduledAt = 0, ...rest } = entry;
  return [[partition, dueAt + DAY_MS, nth], { ...rest, rescheduledAt: rescheduledAt + DAY_MS }];
}

/** As a copy of the record, with another id. */
function copyOf(
  [partition, dueAt, nth]: PendingKey,
  { record, ...entry }: StoredRecord,
  copy: number,
): Entry {
  return [[partition, dueAt + copy, nth + copy], { ...entry, record: { ...record, id: recordOf(copy).id } }];
}

function opened(path: string): Promise<ObservedDelivery> {
  return ObservedDelivery.open({ onTestFinished }, lmdbDelivery({ path, drainTimeoutMs: 100 }));
}

/** Starts a delivery, and returns the names of the records that are called. */
async function calledOf(path: string): Promise<{ called: string[] }> {
  const { delivery } = await opened(path);
  const called: string[] = [];
  delivery.start(({ id }) => [patient(() => called.push(id.split('/').at(-1) ?? ''))]);
  return { called };
}

describe('an inbox whose clock was set back', () => {
  it('calls what was rescheduled before, and none of the thousands that wait', async () => {
    const path = temporaryFolder();
    await leaveWaiting(path);
    await rewrite(path, (...first) => {
      const copies = Array.from({ length: 3000 }, (_, nth) => copyOf(...first, nth + 1));
      return [aDayAhead(...first), ...copies];
    });
    const { called } = await calledOf(path);
    await eventually(() => called.length > 0);
    await delay(2500);
    expect(called).toEqual(['first']);
  });

  it('leaves the records of an earlier release, which wrote no time, until they are due', async () => {
    const path = temporaryFolder();
    await leaveWaiting(path);
    await rewrite(path, (key, entry) => [[key, { ...entry, rescheduledAt: undefined }]]);
    const { called } = await calledOf(path);
    await delay(2500);
    expect(called).toEqual([]);
  });

  it('calls it again if the process ends after it has saved the progress of a handler', async () => {
    const path = temporaryFolder();
    await leaveWaiting(path);
    await rewrite(path, (...first) => [aDayAhead(...first)]);
    const { delivery } = await opened(path);
    let calls = 0;
    const failing: RecordHandler = {
      id: 'Failing.handle',
      retry: { attempts: 5, initialDelayMs: 10, maxDelayMs: 10 },
      call: () => {
        calls += 1;
        return { handler: 'Failing.handle', error: new Error('on purpose'), retryable: true };
      },
    };
    delivery.start(() => [failing, { id: 'hanging', call: () => new Promise<undefined>(() => {}) }]);
    // Before its second call the progress was saved.
    await eventually(() => calls > 1);
    await delivery.close();
    const { called } = await calledOf(path);
    await eventually(() => called.length > 0);
  });
});
