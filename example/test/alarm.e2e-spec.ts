import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { Test } from '@nestjs/testing';
import { createCallbackRequest, sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { agent } from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppModule } from '../src/app.module.js';

describe('AlarmService (e2e)', () => {
  const chat = { sdkAppId: 1400000000, token: 'a-token-for-tests' };
  const inbox = mkdtempSync(join(tmpdir(), 'inbox-'));
  const warnings: string[] = [];
  let app: INestApplication<Server>;

  beforeEach(async () => {
    process.env.TENCENT_CHAT_SDK_APP_ID = String(chat.sdkAppId);
    process.env.TENCENT_CHAT_TOKEN = chat.token;
    process.env.INBOX = inbox;
    const moduleFixture = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = moduleFixture.createNestApplication();
    app.useLogger({ log() {}, error() {}, warn: (line: string) => warnings.push(line) });
    await app.init();
  });

  afterEach(async () => {
    await app.close();
    rmSync(inbox, { recursive: true });
  });

  it('warns when a level of the quota is reached', async () => {
    const body = { ...sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'), QuotaUsed: 9100 };
    const request = createCallbackRequest({ ...chat, body });
    const handled = app.get(EventEmitter2).waitFor('group.quotaLevelReached');
    await agent(app.getHttpServer())
      .post(request.url)
      .set(request.headers)
      .send(request.body)
      .expect(200, { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
    await handled; // handlers run after Chat has its answer
    expect(warnings).toContain("90 % of today's groups are used: 9,100 of 10,000, 900 left; no forecast yet");
  });
});
