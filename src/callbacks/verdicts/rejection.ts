import { plainAnswer, Verdict } from './verdict.js';

/** The codes of one's own that a command passes on to the client, from the first to the last. */
export type CodeRange = readonly [least: number, most: number];

/** What the client is told. */
export interface Rejection {
  /**
   * A code of one's own, in the command's range.
   * @default 1, for which Chat has a code of its own
   */
  code?: number;
  /**
   * Text for the client; Chat passes it on with a code of one's own only.
   * @default ''
   */
  info?: string;
}

/** @throws RangeError for a code that the command does not honour */
export function rejection<Command extends string>(
  command: Command,
  range: CodeRange,
  { code = 1, info = '' }: Rejection = {},
): Verdict<Command> {
  if (code !== 1) assertCode(command, code, range, '1 or ');
  return new Verdict(command, 'reject', plainAnswer(code, info));
}

/** @throws RangeError naming the range */
export function assertCode(command: string, code: number, [least, most]: CodeRange, also = ''): void {
  if (Number.isInteger(code) && code >= least && code <= most) return;
  throw new RangeError(`${command} honours ${also}a code from ${least} to ${most}, not ${code}`);
}

/** @throws RangeError for accounts that the callback is not about */
export function assertAccounts(
  command: string,
  accounts: readonly string[],
  concerned: readonly string[],
): void {
  const stranger = accounts.find((account) => !concerned.includes(account));
  if (stranger === undefined) return;
  throw new RangeError(`${command} is not about one of the accounts that are to be refused`);
}
