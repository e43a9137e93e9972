import { WireObject, WireObjects, WireString, type WireOptions } from '../../wire/wire-decorators.js';
import { isContentOf, type MsgContents } from './msg-contents.js';

/** An element whose `MsgType` is known. */
export type KnownMsgElement<Type extends keyof MsgContents = keyof MsgContents> = {
  [Each in Type]: { MsgType: Each; MsgContent: MsgContents[Each] };
}[Type];

/** An element of any other type: the set is open. */
export interface OtherMsgElement {
  MsgType: string;
  MsgContent: object;
}

/** An element of a message. `MsgType` is the type of `MsgContent`, see {@link isMsgElement}. */
export type MsgElement = KnownMsgElement | OtherMsgElement;

/**
 * Whether an element and its content are of that type. Narrows the element. A comparison of `MsgType` does not, because the set of types is
 * open. Chat passes on what clients send: a `TIMTextElem` whose `Text` is missing or a number is no text.
 */
export function isMsgElement<Type extends keyof MsgContents>(
  element: MsgElement,
  type: Type,
): element is KnownMsgElement<Type> {
  return element.MsgType === type && isContentOf(type, element.MsgContent);
}

/** A message: its elements in their order (vendor page 1047/33527). */
export type MsgBody = MsgElement[];

/** The checked part of an element. The rest comes from the sender, and is no reason to refuse a callback. A missing part is empty. */
class CheckedMsgElement {
  @WireString({ optional: true }) MsgType = '';
  @WireObject(() => Object, { optional: true }) MsgContent: object = {};
}

/** The elements of a message. */
export function WireMsgBody(options: WireOptions = {}): PropertyDecorator {
  return WireObjects(() => CheckedMsgElement, options);
}
