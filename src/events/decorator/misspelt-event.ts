import type { TencentChatEventName } from '../event-map.js';

/** What the compiler shows for a name that no event has: one line, with the names that differ by one letter. */
export type NoSuchEvent<Name> = Name extends string
  ? [NamesNear<Name, TencentChatEventName>] extends [never]
    ? `there is no event '${Name}': see the table in docs/events.md`
    : `there is no event '${Name}': did you mean '${NamesNear<Name, TencentChatEventName>}'?`
  : 'give the name of an event, or a class with the static members command, event and idempotencyKey';

/** Those of some names that differ from a name by one letter. */
export type NamesNear<Name extends string, Names extends string> = {
  [Each in Names]: [Extract<Shortened<Each>, Shortened<Name>>] extends [never] ? never : Each;
}[Names];

/** A word, and the word without any one of its letters. The recursion is a tail call, which takes words of any length. */
type Shortened<
  Word extends string,
  Before extends string = '',
  Found = Word,
> = Word extends `${infer Letter}${infer Rest}`
  ? Shortened<Rest, `${Before}${Letter}`, Found | `${Before}${Rest}`>
  : Found;
