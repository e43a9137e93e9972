import type { CallbackCommand } from '../callbacks/catalogue.js';
import { C2C_SAMPLES } from './samples/c2c-samples.js';
import { DESK_SAMPLES } from './samples/desk-samples.js';
import { GROUP_SAMPLES } from './samples/group-samples.js';
import { LIVE_SAMPLES } from './samples/live-samples.js';
import { OFFICIAL_ACCOUNT_SAMPLES } from './samples/official-account-samples.js';
import { OTHER_SAMPLES, UNNAMED_SAMPLES } from './samples/other-samples.js';
import { ROOM_SAMPLES } from './samples/room-samples.js';
import { SNS_SAMPLES } from './samples/sns-samples.js';

type Named<Samples> = {
  [Command in keyof Samples]: {
    [Member in 'CallbackCommand' | keyof Samples[Command]]: Member extends keyof Samples[Command]
      ? Samples[Command][Member]
      : string;
  };
};

/** Adds the member that names the command. */
function named<Samples extends object>(samples: Samples): Named<Samples>;
function named(samples: object): object {
  return Object.fromEntries(
    Object.entries(samples).map(([CallbackCommand, members]: [string, object]) => [
      CallbackCommand,
      { CallbackCommand, ...members },
    ]),
  );
}

const SAMPLES = {
  ...named({
    ...SNS_SAMPLES,
    ...C2C_SAMPLES,
    ...GROUP_SAMPLES,
    ...OFFICIAL_ACCOUNT_SAMPLES,
    ...DESK_SAMPLES,
    ...LIVE_SAMPLES,
    ...ROOM_SAMPLES,
    ...OTHER_SAMPLES,
  }),
  ...UNNAMED_SAMPLES,
} satisfies Record<CallbackCommand, object>;

/** The sample of a command, typed as on the wire. */
export type SampleCallback<Command extends CallbackCommand> = (typeof SAMPLES)[Command];

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

/** Days begin at a multiple of it in every time zone, so that the beginning of the present one is of the present day. */
const QUARTER_HOUR_MS = 900_000;

/**
 * An invented body as Chat would send it, a new copy at every call. The receiver treats two equal bodies as one callback: change a member
 * to send a second one. A quota alarm has the beginning of the present quarter of an hour, because the quota watch doubts alarms of past
 * days, and two samples are to be equal. All other times are of 2026-01-01.
 *
 * @throws RangeError for a command that the catalogue does not know
 */
export function sampleCallback<Command extends CallbackCommand>(command: Command): SampleCallback<Command>;
export function sampleCallback(command: string): object {
  const sample = storedSample(command);
  if (command !== ALARM) return sample;
  return { ...sample, EventTime: String(Math.floor(Date.now() / QUARTER_HOUR_MS) * QUARTER_HOUR_MS) };
}

/** Returns the sample with all times of 2026-01-01. */
export function storedSample(command: string): object {
  if (hasSample(command)) return structuredClone(SAMPLES[command]);
  const commands = Object.keys(SAMPLES).join(', ');
  throw new RangeError(`there is no sample of ${command}; there are samples of ${commands}`);
}

export function hasSample(command: string): command is CallbackCommand {
  return Object.hasOwn(SAMPLES, command);
}
