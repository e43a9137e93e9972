import type { CallbackCommand } from '../callbacks/catalogue.js';
import { C2C_SAMPLES } from './samples/c2c.samples.js';
import { DESK_SAMPLES } from './samples/desk.samples.js';
import { GROUP_SAMPLES } from './samples/group.samples.js';
import { OFFICIAL_ACCOUNT_SAMPLES } from './samples/official-account.samples.js';
import { OTHER_SAMPLES } from './samples/other.samples.js';
import { SNS_SAMPLES } from './samples/sns.samples.js';

const SAMPLES = {
  ...SNS_SAMPLES,
  ...C2C_SAMPLES,
  ...GROUP_SAMPLES,
  ...OFFICIAL_ACCOUNT_SAMPLES,
  ...DESK_SAMPLES,
  ...OTHER_SAMPLES,
} satisfies Record<CallbackCommand, object>;

/** The sample of a command, typed as it stands on the wire. */
export type SampleCallback<Command extends CallbackCommand> = (typeof SAMPLES)[Command];

/**
 * An invented body as Chat would send it, a new copy at every call. The receiver takes two equal bodies for one
 * callback: change a member to send a second one.
 *
 * @throws RangeError for a command that the catalogue does not know
 */
export function sampleCallback<Command extends CallbackCommand>(command: Command): SampleCallback<Command>;
export function sampleCallback(command: string): object {
  if (hasSample(command)) return structuredClone(SAMPLES[command]);
  const commands = Object.keys(SAMPLES).join(', ');
  throw new RangeError(`there is no sample of ${command}; there are samples of ${commands}`);
}

/** Whether there is a sample of a command. */
export function hasSample(command: string): command is CallbackCommand {
  return Object.hasOwn(SAMPLES, command);
}
