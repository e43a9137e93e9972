import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';

/** A callback about a group, to be signed and sent. */
export interface GroupCallback {
  command: string;
  body: object;
  clientIp: string;
  optPlatform: string;
}

/** Who wants to create a group, and when, in ms since the epoch. */
export interface Creation {
  operator: string;
  group: string;
  at: number;
}

/** What Chat asks before it creates a group. */
export function beforeCreation({ operator, at }: Creation): GroupCallback {
  return callbackOf('Group.CallbackBeforeCreateGroup', operator, { EventTime: at });
}

/** What Chat reports when a group was created. Equal for the same group, so that it counts once. */
export function creationOf({ operator, group, at }: Creation): GroupCallback {
  return callbackOf('Group.CallbackAfterCreateGroup', operator, { GroupId: group, EventTime: at });
}

function callbackOf(
  command: 'Group.CallbackBeforeCreateGroup' | 'Group.CallbackAfterCreateGroup',
  operator: string,
  changes: object,
): GroupCallback {
  const body = { ...sampleCallback(command), Type: 'Public', Operator_Account: operator, ...changes };
  const address = operator.startsWith('bot') ? '198.51.100.7' : '203.0.113.7';
  return { command, body, clientIp: address, optPlatform: 'iOS' };
}
