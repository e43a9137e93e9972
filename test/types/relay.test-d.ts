import { test } from 'vitest';
import { byRequestId, GroupBeforeCreateDto } from '../../src/index.js';
import { TencentChatRelayModule } from '../../src/relay/index.js';

class OwnBody {
  static readonly command = 'Own.CallbackOfTomorrow';
  static readonly event = 'own.tomorrow';
  static readonly idempotencyKey = byRequestId;
}

const client = 'EVENTS';

test('a relay takes names, patterns that match a name, and classes', () => {
  TencentChatRelayModule.forRoot({
    client,
    events: ['group.created', 'group.quotaLevelReached', 'group.*', '*.message*', '*', OwnBody],
    format: 'plain',
    retry: { attempts: 20 },
  });
});

test('a relay refuses the names of other events, and patterns that match none', () => {
  // @ts-expect-error there is no event 'group.craeted'
  TencentChatRelayModule.forRoot({ client, events: ['group.created', 'group.craeted'] });
  // @ts-expect-error no event matches 'gruop.*'
  TencentChatRelayModule.forRoot({ client, events: ['gruop.*'] });
  // @ts-expect-error 'group.beforeCreate' is no after-event
  TencentChatRelayModule.forRoot({ client, events: ['group.beforeCreate'] });
  // @ts-expect-error 'tencentChat.rejected' is no after-event
  TencentChatRelayModule.forRoot({ client, events: ['tencentChat.rejected'] });
  // @ts-expect-error it has no client
  TencentChatRelayModule.forRoot({ events: ['group.*'] });
  // @ts-expect-error there is no such format
  TencentChatRelayModule.forRoot({ client, events: ['group.*'], format: 'xml' });
  // @ts-expect-error a before-callback is answered
  TencentChatRelayModule.forRoot({ client, events: [GroupBeforeCreateDto] });
});
