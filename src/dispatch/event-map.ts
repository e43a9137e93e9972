import type { GroupInfoChangedDto } from '../callbacks/group/group-info-changed.dto.js';
import type { GroupQuotaAlarmDto } from '../callbacks/group/group-quota-alarm.dto.js';
import type { KnownCallback } from '../callbacks/catalogue.js';
import type { TencentChatRejectedEvent } from './tencent-chat-rejected.event.js';
import type { TencentChatEvent } from './tencent-chat.event.js';

/** Event of `Group.CallbackOnDailyGroupQuotaAlarm`, `'group.quotaAlarm'`. */
export type GroupQuotaAlarmEvent = TencentChatEvent<GroupQuotaAlarmDto>;

/** Event of `Group.CallbackAfterGroupInfoChanged`, `'group.infoChanged'`. */
export type GroupInfoChangedEvent = TencentChatEvent<GroupInfoChangedDto>;

/** An authenticated callback whose command the catalogue does not know, with its body as it came. */
export type UnknownCommandEvent = TencentChatEvent<Record<string, unknown>>;

/** Event of every command in the catalogue, by its name. */
type CallbackEventMap = {
  [Known in KnownCallback as Known['event']]: TencentChatEvent<InstanceType<Known>>;
};

/** Every event that this module emits: name to event. */
export interface TencentChatEventMap extends CallbackEventMap {
  'tencentChat.unknownCommand': UnknownCommandEvent;
  'tencentChat.rejected': TencentChatRejectedEvent;
}

/** Name of any event that this module emits. */
export type TencentChatEventName = keyof TencentChatEventMap;
