import { CATALOGUE, type CallbackCommand, type CallbackOf } from '../callbacks/catalogue.js';

/** The sample of a command, typed as it stands on the wire. */
export type SampleCallback<Command extends CallbackCommand> = CallbackOf<Command>['sample'];

/**
 * An invented body as Chat would send it, a new copy at every call. The receiver takes two equal bodies for one
 * callback: change a member to send a second one.
 *
 * @throws RangeError for a command that the catalogue does not know
 */
export function sampleCallback<Command extends CallbackCommand>(command: Command): SampleCallback<Command>;
export function sampleCallback(command: string): object {
  const callback = CATALOGUE.find((known) => known.command === command);
  if (callback !== undefined) return structuredClone(callback.sample);
  const commands = CATALOGUE.map((known) => known.command).join(', ');
  throw new RangeError(`there is no sample of ${command}; there are samples of ${commands}`);
}
