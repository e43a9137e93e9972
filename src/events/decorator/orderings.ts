import type { CallbackEventMap } from '../callback-event-map.js';

/**
 * What the callbacks of a command are about, and their order. If two are about the same thing, the newer one makes the older one obsolete.
 */
export interface Ordering<Body> {
  /** Identifies the thing. */
  key(body: Body): string;
  /** Grows with each change of the thing; `undefined` if the body does not say when it happened. */
  order(body: Body): number | undefined;
}

/** @param partsOf what identifies the thing */
function timed<Body extends { EventTime?: number }>(
  partsOf: (body: Body) => readonly unknown[],
): Ordering<Body> {
  return { key: (body) => JSON.stringify(partsOf(body)), order: ({ EventTime }) => EventTime };
}

/** Some callbacks hold only what has changed. A newer one makes an older one obsolete only if the same members have changed. */
function changed(body: object, names: readonly string[]): string[] {
  return names.filter((name) => Reflect.get(body, name) !== undefined);
}

function membership(members: readonly { Member_Account: string }[], groupId: string): readonly unknown[] {
  return ['member', groupId, ...members.map(({ Member_Account }) => Member_Account).toSorted()];
}

function numbers(messages: readonly { MsgSeq: number }[]): number[] {
  return messages.map(({ MsgSeq }) => MsgSeq).toSorted((one, other) => one - other);
}

/** The orderings of the catalogue, by the name of the event. */
export const ORDERINGS = {
  'state.changed': timed(({ Info }) => [Info.To_Account]),
  'profile.updated': timed(({ From_Account, ProfileItem }) => [
    From_Account,
    ...ProfileItem.map(({ Tag }) => Tag).toSorted(),
  ]),
  'group.infoChanged': timed((body) => [
    body.GroupId,
    ...changed(body, ['Name', 'Introduction', 'Notification', 'FaceUrl']),
  ]),
  'group.ownerChanged': timed(({ GroupId }) => [GroupId]),
  'group.attributesChanged': timed(({ GroupId, GroupAttr = [] }) => [
    GroupId,
    ...GroupAttr.map(({ key }) => key).toSorted(),
  ]),
  'group.memberJoined': timed(({ GroupId, NewMemberList }) => membership(NewMemberList, GroupId)),
  'group.memberLeft': timed(({ GroupId, ExitMemberList }) => membership(ExitMemberList, GroupId)),
  'group.memberFieldChanged': timed((body) => [
    body.GroupId,
    body.Member_Account ?? body.Modified_Account,
    ...changed(body, ['Role', 'NameCard']),
  ]),
  'c2c.messageModified': timed(({ MsgKey }) => [MsgKey]),
  'group.messageModified': timed(({ GroupId, TopicId, MsgSeq }) => [GroupId, TopicId ?? '', MsgSeq]),
  // For one message the key has the form of an edit's, so that a handler of both skips an edit that comes after the recall.
  'group.messageRecalled': timed(({ GroupId, TopicId, MsgSeqList }) => [
    GroupId,
    TopicId ?? '',
    ...numbers(MsgSeqList),
  ]),
  'c2c.messageRead': {
    key: ({ Report_Account, Peer_Account }) => JSON.stringify([Report_Account, Peer_Account]),
    order: ({ LastReadTime }) => LastReadTime,
  },
  'c2c.allMessagesRead': timed(({ Report_Account }) => [Report_Account]),
  'group.messageRead': timed(({ GroupId, GroupMsgReceiptList }) => [
    GroupId,
    ...numbers(GroupMsgReceiptList),
  ]),
} as const satisfies { [Name in keyof CallbackEventMap]?: Ordering<CallbackEventMap[Name]['body']> };

/** The events whose callbacks the catalogue orders. */
export type OrderedEventName = keyof typeof ORDERINGS;
