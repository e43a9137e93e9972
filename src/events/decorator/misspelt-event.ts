import type { TencentChatEventName } from '../event-map.js';

/** What the compiler shows for a name that no event has: one line, with the names that differ by one letter. */
export type NoSuchEvent<Name> = Name extends string
  ? [NamesNear<Name>] extends [never]
    ? `there is no event '${Name}': see the table in docs/events.md`
    : `there is no event '${Name}': did you mean '${NamesNear<Name>}'?`
  : 'give the name of an event, or a class with the static members command, event and idempotencyKey';

type NamesNear<Name extends string> = {
  [Each in TencentChatEventName]: [Extract<Shortened<Each>, Shortened<Name>>] extends [never] ? never : Each;
}[TencentChatEventName];

/** A word, and the word without any one of its letters. */
type Shortened<Word extends string> = Word | WithoutOne<Word>;

type WithoutOne<Word extends string, Before extends string = ''> = Word extends `${infer Letter}${infer Rest}`
  ? `${Before}${Rest}` | WithoutOne<Rest, `${Before}${Letter}`>
  : never;
