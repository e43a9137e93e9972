import { isIPv4, isIPv6 } from 'node:net';
import { isObject } from '../../common/is-object.js';
import type { TencentChatEvent } from '../../events/tencent-chat.event.js';
import type { QuotaAlarm } from './quota-alarm.js';

/** The dimensions by which creations are grouped. */
export type QuotaDimension = 'operator' | 'platform' | 'type' | 'network';

export const DIMENSIONS: readonly QuotaDimension[] = ['operator', 'platform', 'type', 'network'];

/** Who created a group, and where: a key for each dimension. */
export type Creator = Readonly<Record<QuotaDimension, string>>;

/** A creation, or the dissolution of a group of a type; `at` in ms since the epoch. */
export type GroupEntry =
  | { readonly at: number; readonly group: string; readonly by: Creator }
  | { readonly at: number; readonly group: string; readonly dissolved: string };

/** An entry of a day's log. */
export type CountEntry = GroupEntry | { readonly alarm: QuotaAlarm };

/** Longest key that is kept, in characters. Chat's UserIDs have at most 32. */
const MAX_KEY = 128;

/** Makes the entry of a `group.created`, or of a `group.destroyed`; `undefined` if the app's own class has other members. */
export function countEntryOf(event: TencentChatEvent, at: number, created: boolean): GroupEntry | undefined {
  const { body } = event;
  const type = memberOf(body, 'Type');
  const group = memberOf(body, 'GroupId');
  if (type === undefined || group === undefined) return undefined;
  if (!created) return { at, group, dissolved: type };
  const operator = operatorOf(body) ?? 'unknown';
  const platform = (event.optPlatform || 'unknown').slice(0, MAX_KEY);
  return { at, group, by: { operator, platform, type, network: networkOf(event.clientIp) } };
}

/** The account that creates a group, as it is counted; `undefined` if the app's own class has another member. */
export function operatorOf(body: object): string | undefined {
  return memberOf(body, 'Operator_Account');
}

/** The type of the group that an entry is about. */
export function typeOf(entry: GroupEntry): string {
  return 'by' in entry ? entry.by.type : entry.dissolved;
}

/** Returns the `/24` of an IPv4 address, such as `203.0.113.0/24`, and the `/64` of an IPv6 address. */
export function networkOf(address: string | undefined): string {
  const mapped = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
  if (isIPv4(mapped)) return `${mapped.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(mapped)) return 'unknown';
  const [head = '', tail] = mapped.split('%')[0]?.toLowerCase().split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const groups = [...first, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

export function isCountEntry(value: unknown): value is CountEntry {
  return isObject(value) && ('alarm' in value || ('at' in value && 'group' in value));
}

function memberOf(body: object, name: string): string | undefined {
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value.slice(0, MAX_KEY) : undefined;
}
