import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { GroupQuotaAlarmDto } from 'nestjs-tencent-chat-webhook';
import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';
import { firstValueFrom } from 'rxjs';
import { agent } from 'supertest';
import type { App } from 'supertest/types';
import { AlarmService } from '../src/alarm.service';
import { AppModule, SDK_APP_ID, TOKEN } from '../src/app.module';

describe('The quota alarm', () => {
  let app: INestApplication<App>;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication();
    await app.init();
  });

  afterEach(async () => {
    await app.close();
  });

  function send(token: string) {
    const { url, headers, body } = createCallbackRequest({ sdkAppId: SDK_APP_ID, token });
    return agent(app.getHttpServer()).post(url).set(headers).send(body);
  }

  it('reaches both handlers, as an instance of its class', async () => {
    await send(TOKEN).expect(200, { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });

    const { warned, noted } = app.get(AlarmService);
    const event = await firstValueFrom(warned);
    expect(event.sdkAppId).toBe(SDK_APP_ID);
    // One copy of the class: the delivery, which is an entry of its own, made the body.
    expect(event.body).toBeInstanceOf(GroupQuotaAlarmDto);
    expect(event.body.remaining).toBe(event.body.Quota - event.body.QuotaUsed);
    expect((await firstValueFrom(noted)).id).toBe(event.id);
  });

  it('is rejected with a forged signature', async () => {
    await send('not-the-token').expect(401);
  });
});
