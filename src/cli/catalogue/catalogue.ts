import catalogue from './catalogue.json';

/** A callback that is known. */
export interface KnownCallback {
  command: string;
  /** Other words of the same callback. */
  aliases?: readonly string[];
  event: string;
  /** Methods of the event that build an answer, if Chat waits for one. */
  answers?: readonly string[];
}

/** Generated from the classes of the callbacks by `npm run generate`: the command line runs where Nest is not installed. */
export const CATALOGUE: readonly KnownCallback[] = catalogue;

/** The command that is sent unless another one is given. */
export const USUAL_COMMAND = 'Group.CallbackOnDailyGroupQuotaAlarm';

/** Finds a callback by its command, an alias of it, or its event, in any case. */
export function findCallback(name: string): KnownCallback | undefined {
  const wanted = name.toLowerCase();
  return CATALOGUE.find(({ command, aliases = [], event }) =>
    [command, ...aliases, event].some((word) => word.toLowerCase() === wanted),
  );
}
