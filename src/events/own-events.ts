import type { KnownCallback } from '../callbacks/catalogue.js';
import type { TencentChatEventName } from './event-map.js';

const OWN: Record<Exclude<TencentChatEventName, KnownCallback['event']>, true> = {
  'group.quotaLevelReached': true,
  'group.quotaOperatorLimited': true,
  'group.quotaSpike': true,
  'tencentChat.unknownCommand': true,
  'tencentChat.lateVerdict': true,
  'tencentChat.rejected': true,
};

/** Names of the events that belong to no command. */
export const OWN_EVENTS: readonly string[] = Object.keys(OWN);
