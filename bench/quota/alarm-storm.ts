/** Sends a storm of alarms to the quota watch of an app, in a separate process: `node --expose-gc alarm-storm.js`. */
import { EventEmitterModule } from '@nestjs/event-emitter';
import { QuotaWatch, TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { answerQuestions } from '../child-process.js';
import { SDK_APP_ID, TOKEN } from '../contract.js';
import { startNest } from '../servers/start-nest.js';

export interface StormOrder {
  /** How many alarms, spread over one day in random order. */
  alarms: number;
}

export interface StormResult {
  microsPerAlarm: number;
  /** For one snapshot with its forecast. */
  snapshotMs: number;
  /** Length of the day's history. */
  points: number;
  /** In bytes, before and after the storm. */
  heapUsed: [before: number, after: number];
}

const MIDNIGHT = Date.parse('2099-11-22T00:00:00+08:00');
const DAY_MS = 24 * 3_600_000;
const QUOTA = 1_000_000_000;
const SNAPSHOTS = 100;

answerQuestions(async ({ alarms }: StormOrder): Promise<StormResult> => {
  const { app } = await startNest(
    {
      imports: [
        EventEmitterModule.forRoot(),
        TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN }),
      ],
    },
    'express',
  );
  const watch = app.get(QuotaWatch);
  const before = heapUsed();
  const stormStartedAt = performance.now();
  for (let nth = 0; nth < alarms; nth += 1) {
    const at = MIDNIGHT + Math.floor(Math.random() * DAY_MS);
    const body = { QuotaUsed: Math.floor((at - MIDNIGHT) / 100), Quota: QUOTA, EventTime: at };
    await watch.apps?.observe(SDK_APP_ID, body, at);
  }
  const stormMs = performance.now() - stormStartedAt;
  const after = heapUsed();
  const snapshotsStartedAt = performance.now();
  for (let nth = 0; nth < SNAPSHOTS; nth += 1) watch.snapshot(SDK_APP_ID);
  const snapshotMs = (performance.now() - snapshotsStartedAt) / SNAPSHOTS;
  const points = watch.snapshot(SDK_APP_ID)?.history.length ?? 0;
  await app.close();
  return { microsPerAlarm: (stormMs * 1000) / alarms, snapshotMs, points, heapUsed: [before, after] };
});

function heapUsed(): number {
  if (gc === undefined) throw new Error('run with --expose-gc');
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}
