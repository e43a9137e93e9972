import assert from 'node:assert/strict';
import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';
import { firstValueFrom, timeout } from 'rxjs';
import { AlarmService } from './alarm.service.js';
import { SDK_APP_ID, TOKEN } from './app.module.js';
import { start } from './main.js';

/**
 * Uses the app that it was copied into: `node dist/check.js <platform>`. The process has to end by itself, so that
 * anything that the package leaves open is seen.
 */
async function check(platform: string | undefined): Promise<void> {
  const app = await start(platform, 0);
  try {
    const url = await app.getUrl();

    const forged = await send(url, 'not-the-token');
    assert.equal(forged.status, 401);

    const alarm = await send(url, TOKEN);
    assert.deepEqual(alarm, { status: 200, answer: { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 } });

    const { warned, noted } = app.get(AlarmService);
    const event = await firstValueFrom(warned.pipe(timeout(5_000)));
    assert.equal(event.sdkAppId, SDK_APP_ID);
    assert.equal(event.body.remaining, event.body.Quota - event.body.QuotaUsed);
    assert.equal(await firstValueFrom(noted.pipe(timeout(5_000))), event);
  } finally {
    await app.close();
  }
  console.log(`${platform}: the alarm arrived, the forged one was refused`);
}

async function send(baseUrl: string, token: string): Promise<{ status: number; answer: unknown }> {
  const { url, headers, body } = createCallbackRequest({ sdkAppId: SDK_APP_ID, token });
  const response = await fetch(baseUrl + url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, answer: await response.json() };
}

// Not awaited at the top level, which CommonJS has not; a rejection ends the process with an error.
void check(process.argv[2]);
