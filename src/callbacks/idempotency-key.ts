import { hash } from 'node:crypto';
import { isObject } from '../common/is-object.js';

/**
 * Returns what identifies a callback among those of its command and app; `undefined` if nothing does. The callback is then never a
 * duplicate.
 *
 * @param requestId the undocumented `RequestId` from the URL
 */
export type IdempotencyKey = (body: object, requestId: string | undefined) => string | undefined;

/** For bodies with a time: equal bodies are the same callback. Without a time, `RequestId` identifies the callback. */
export const byTimedBody: IdempotencyKey = (body, requestId) =>
  'EventTime' in body || 'Events' in body ? hash('sha256', JSON.stringify(body), 'hex') : requestId;

/**
 * For bodies that name what they are about, such as a message by its `MsgKey`.
 *
 * @param names members of the body, such as `'MsgKey'` or `'RoomInfo.RoomId'`; one with a question mark, such as `'TopicId?'`, may be
 * missing or empty
 */
export function byMember(...names: readonly [string, ...string[]]): IdempotencyKey {
  const members = names.map((name) => ({
    path: name.replace(/\?$/, '').split('.'),
    optional: name.endsWith('?'),
  }));
  const identify: IdempotencyKey = (body, requestId) => {
    let key: string | undefined;
    for (const { path, optional } of members) {
      const member = path.reduce<unknown>(memberOf, body);
      if (optional && !member) continue;
      if (member === undefined) return requestId;
      if (member !== null) key = key === undefined ? keyPart(member) : `${key}/${keyPart(member)}`;
    }
    return key ?? '';
  };
  membersOfKeys.set(
    identify,
    members.flatMap(({ path: [name = ''] }) => name),
  );
  return identify;
}

const membersOfKeys = new WeakMap<IdempotencyKey, readonly string[]>();

/** The members of the body that a key of {@link byMember} is made from. */
export function membersOf(key: IdempotencyKey): readonly string[] {
  return membersOfKeys.get(key) ?? [];
}

function memberOf(within: unknown, name: string): unknown {
  return isObject(within) && Object.hasOwn(within, name) ? Reflect.get(within, name) : undefined;
}

function keyPart(member: unknown): string {
  if (typeof member === 'number') return String(member);
  const text = typeof member === 'string' ? member : JSON.stringify(member);
  return text.replace(/[%/]/g, encodeURIComponent);
}

/** For callbacks that nothing else identifies. */
export const byRequestId: IdempotencyKey = (_body, requestId) => requestId;
