import type { CallbackClass } from '../callbacks/callback-class.js';
import { RejectedRequest } from '../protocol/rejected-request.js';

/** Returns the received command word as the string of its class: a substring of the URL would keep the whole URL in memory. */
export function commandWord({ command, aliases = [] }: CallbackClass, came: string): string {
  return aliases.find((alias) => alias === came) ?? command;
}

/** Replaces a body's command word by the equal string of its class. The parser's string takes 56 bytes of each callback that waits. */
export function shareCommandWord(callback: CallbackClass, body: object): void {
  if (!('CallbackCommand' in body) || typeof body.CallbackCommand !== 'string') return;
  body.CallbackCommand = commandWord(callback, body.CallbackCommand);
}

/**
 * Checks that a body does not contradict the command of the URL. An alias does not contradict it.
 *
 * @param callback the class of the URL's command
 * @throws RejectedRequest (400)
 */
export function assertSameCommand(command: string, body: object, callback: CallbackClass | undefined): void {
  if (!('CallbackCommand' in body) || body.CallbackCommand === command) return;
  const named = body.CallbackCommand;
  if ([callback?.command, ...(callback?.aliases ?? [])].some((word) => word === named)) return;
  const seen = typeof named === 'string' ? named : JSON.stringify(named);
  throw new RejectedRequest('malformedBody', 400, "the body's CallbackCommand is not the URL's", {
    seen,
    body,
  });
}
