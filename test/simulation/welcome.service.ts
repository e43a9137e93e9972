import { Injectable } from '@nestjs/common';
import { NonRetryableError, OnTencentChatEvent, type GroupCreatedEvent } from 'nestjs-tencent-chat-webhook';

/** Owners of groups to whom a welcome cannot be sent: at the first attempt; and until somebody cares. */
export const BUSY_SERVER_OWNER = 'ben';
export const FULL_MAILBOX_OWNER = 'zoe';

/** Pretends to write to whoever has a new group, and fails as such a handler may. */
@Injectable()
export class WelcomeService {
  private readonly refused = new Set<string>();

  @OnTencentChatEvent('group.created')
  write({ id, body, attempt }: GroupCreatedEvent): void {
    const { Owner_Account: owner } = body;
    if (owner === BUSY_SERVER_OWNER && attempt === 1) throw new Error('the mail server is busy');
    if (owner !== FULL_MAILBOX_OWNER || this.refused.has(id)) return;
    this.refused.add(id);
    throw new NonRetryableError('the mailbox is full');
  }
}
