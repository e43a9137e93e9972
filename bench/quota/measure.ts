import { Child } from '../child-process.js';
import { megabytes, table, whole } from '../table.js';
import type { StormOrder, StormResult } from './alarm-storm.js';

/** Measures the quota watch in a storm of alarms. */
export async function measureQuotaWatch(alarms: number, checkout?: string): Promise<StormResult> {
  const child = new Child<StormOrder, StormResult>('the quota watch', 'quota/alarm-storm.js', {
    nodeOptions: ['--expose-gc'],
    checkout,
  });
  try {
    return await child.ask({ alarms });
  } finally {
    await child.stop();
  }
}

export function quotaReport(alarms: number, result: StormResult): string {
  const [before, after] = result.heapUsed.map(megabytes);
  return [
    'The quota watch in a storm of alarms: one app, one day, in random order',
    '',
    table(
      ['alarms', 'µs/alarm', 'points kept', 'heap MB before', 'after', 'ms/snapshot'],
      [
        [
          whole(alarms),
          result.microsPerAlarm.toFixed(2),
          whole(result.points),
          before ?? '',
          after ?? '',
          result.snapshotMs.toFixed(2),
        ],
      ],
    ),
  ].join('\n');
}
