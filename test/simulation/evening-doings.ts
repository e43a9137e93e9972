import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { LAST_USED } from './day-of-alarms.js';
import { BUSY_SERVER_OWNER, FULL_MAILBOX_OWNER } from './welcome.service.js';

/** What Chat tells of what somebody does. */
interface Doings {
  callbacks: readonly { command: string; body: object }[];
  /** Groups that are used then, where that has changed. */
  used?: number;
}

/** Who has a new group, in turn. */
const OWNERS = [FULL_MAILBOX_OWNER, BUSY_SERVER_OWNER, 'ann', 'dan', 'eve'];

/** In turn a group is created, a message is sent, that group is dissolved, and another message is sent. */
export function doingsOf(turn: number): Doings {
  const group = Math.floor(turn / 4);
  switch (turn % 4) {
    case 0:
      return { callbacks: groupCreated(group), used: LAST_USED + 1 };
    case 2:
      return { callbacks: groupDissolved(group), used: LAST_USED };
    default:
      return { callbacks: messageSent(turn) };
  }
}

function groupCreated(group: number): Doings['callbacks'] {
  const owner = { Owner_Account: OWNERS[group % OWNERS.length] };
  return [
    of('Group.CallbackBeforeCreateGroup', owner),
    of('Group.CallbackAfterCreateGroup', { ...owner, GroupId: groupId(group) }),
  ];
}

function groupDissolved(group: number): Doings['callbacks'] {
  return [of('Group.CallbackAfterGroupDestroyed', { GroupId: groupId(group) })];
}

function messageSent(turn: number): Doings['callbacks'] {
  const message = { MsgSeq: turn, MsgKey: `${turn}_2837001_1767225600` };
  return [of('C2C.CallbackBeforeSendMsg', message), of('C2C.CallbackAfterSendMsg', message)];
}

function of(command: Parameters<typeof sampleCallback>[0], changes: object): Doings['callbacks'][number] {
  return { command, body: { ...sampleCallback(command), ...changes } };
}

function groupId(group: number): string {
  return `@TGS#EVENING${group}`;
}
