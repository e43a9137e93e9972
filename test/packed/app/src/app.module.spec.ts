import { Test } from '@nestjs/testing';
import { DeadLetters, DeliveryMonitor } from 'nestjs-tencent-chat-webhook';
import { AppModule } from './app.module';

describe('AppModule', () => {
  it('can inject what the package provides', async () => {
    const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
    expect(module.get(DeadLetters, { strict: false })).toBeInstanceOf(DeadLetters);
    expect(module.get(DeliveryMonitor, { strict: false })).toBeInstanceOf(DeliveryMonitor);
    await module.close();
  });
});
