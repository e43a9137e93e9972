import * as bullmq from 'nestjs-tencent-chat-webhook/bullmq';
import * as consolePage from 'nestjs-tencent-chat-webhook/console';
import * as lmdb from 'nestjs-tencent-chat-webhook/lmdb';
import * as opentelemetry from 'nestjs-tencent-chat-webhook/opentelemetry';
import * as postgres from 'nestjs-tencent-chat-webhook/postgres';
import * as relay from 'nestjs-tencent-chat-webhook/relay';
import * as store from 'nestjs-tencent-chat-webhook/store';
import * as swagger from 'nestjs-tencent-chat-webhook/swagger';
import * as terminus from 'nestjs-tencent-chat-webhook/terminus';
import * as testing from 'nestjs-tencent-chat-webhook/testing';

// The compiler has to find each entry, and the test runner to load it.
describe('The entries of the package', () => {
  it('can all be imported', () => {
    expect(bullmq.bullMqDelivery).toBeInstanceOf(Function);
    expect(consolePage.TencentChatConsoleModule).toBeInstanceOf(Function);
    expect(lmdb.lmdbDelivery).toBeInstanceOf(Function);
    expect(opentelemetry.openTelemetry).toBeInstanceOf(Function);
    expect(postgres.postgresDelivery).toBeInstanceOf(Function);
    expect(relay.TencentChatRelayModule.forRoot({ client: 'EVENTS', events: ['group.*'] })).toBeDefined();
    expect(store.deliveryOn).toBeInstanceOf(Function);
    expect(swagger.tencentChatWebhooks).toBeInstanceOf(Function);
    expect(terminus.TencentChatHealthIndicator).toBeInstanceOf(Function);
    expect(testing.createCallbackRequest).toBeInstanceOf(Function);
  });
});
