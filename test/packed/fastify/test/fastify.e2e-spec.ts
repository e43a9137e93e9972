import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';
import { firstValueFrom } from 'rxjs';
import { AlarmService } from '../src/alarm.service';
import { AppModule, SDK_APP_ID, TOKEN } from '../src/app.module';

describe('The quota alarm on Fastify', () => {
  let app: NestFastifyApplication;

  beforeEach(async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  afterEach(async () => {
    await app.close();
  });

  async function send(token: string) {
    const { url, headers, body } = createCallbackRequest({ sdkAppId: SDK_APP_ID, token });
    const { statusCode } = await app.inject({ method: 'POST', url, headers, payload: body });
    return statusCode;
  }

  it('reaches its handler', async () => {
    expect(await send(TOKEN)).toBe(200);
    expect((await firstValueFrom(app.get(AlarmService).noted)).sdkAppId).toBe(SDK_APP_ID);
  });

  it('is rejected with a forged signature', async () => {
    expect(await send('not-the-token')).toBe(401);
  });
});
