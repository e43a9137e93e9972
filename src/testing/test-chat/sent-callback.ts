import type { CallbackCommand, KnownCallback } from '../../callbacks/catalogue.js';
import type { NamesNear } from '../../events/decorator/misspelt-event.js';
import type { TencentChatEventName } from '../../events/event-map.js';
import type { CallbackName, CommandOf } from '../callback-name.js';
import type { SampleCallback } from '../sample-callback.js';

/** Names of the before-callbacks. */
export type BeforeName = Extract<KnownCallback, { verdicts: unknown }>['command' | 'event'];

/** Members that replace those of a command's sample, with any others. */
export type Members<Name extends CallbackName> = MembersOf<CommandOf<Name>> & Record<string, unknown>;

type MembersOf<Command extends CallbackCommand> = {
  [Member in keyof SampleCallback<Command>]?:
    | Wire<SampleCallback<Command>[Member]>
    | Wire<MemberOf<InstanceType<Extract<KnownCallback, { command: Command }>>, Member>>;
};

type MemberOf<Body, Member> = Member extends keyof Body ? Body[Member] : never;

/** What may stand on the wire for a value: also a number in quotes, and any list or object. */
type Wire<Value> = Value extends number
  ? number | `${number}`
  : Value extends string
    ? string
    : Value extends readonly unknown[]
      ? readonly unknown[]
      : Value extends object
        ? object
        : Value;

/** A command of the app's own or of tomorrow; for any other name, what the compiler shows. `Given` are the members. */
export type OtherCommand<Name extends string, Given> = string extends Name
  ? Name
  : [Name] extends [CallbackName]
    ? object extends Given
      ? Name
      : `a member of ${Name} has a type that Chat does not send: createCallbackRequest takes any body`
    : NoSuchCommand<Name>;

/** The same for verdicts. */
export type OtherBeforeCommand<Name extends string, Given> = [Name] extends [CallbackName]
  ? [Extract<Name, BeforeName>] extends [never]
    ? `${Name} is no before-callback: Chat waits for no verdict`
    : OtherCommand<Name, Given>
  : OtherCommand<Name, Given>;

type NoSuchCommand<Name extends string> = Name extends TencentChatEventName
  ? `${Name} is an event of the module's own: no callback of Chat becomes it`
  : [NamesNear<Name, CallbackName>] extends [never]
    ? Name
    : `there is no command '${Name}': did you mean '${NamesNear<Name, CallbackName>}'?`;
