import { verdictAnswer } from './verdict-answer.js';
import type { CodeRange } from './code-range.js';
import { accountsIn, assertTexts, verdictMethod } from './method.js';
import { plainVerdicts, type PlainVerdicts, rejectVerdicts, type RejectVerdicts } from './reject-verdicts.js';
import { RefuseVerdict, type Verdict } from './verdict.js';

/** The verdicts on an invitation. */
export interface InviteVerdicts<
  Command extends string,
  Range extends CodeRange = CodeRange,
> extends RejectVerdicts<Command, Range> {
  /** Lets all join except these UserIDs. */
  refuse(accounts: readonly string[]): Verdict<Command>;
}

/** The verdicts on users who subscribe to a channel. No custom codes are documented. */
export interface SubscribeVerdicts<Command extends string> extends PlainVerdicts<Command> {
  /** Lets all subscribe except these UserIDs. */
  refuse(accounts: readonly string[]): Verdict<Command>;
}

/** @param range custom codes that the command passes on */
export function inviteVerdicts<Command extends string, const Range extends CodeRange>(
  command: Command,
  range: Range,
) {
  const whole = rejectVerdicts(command, range)();
  const verdicts = (body: object): InviteVerdicts<Command, Range> => {
    const invited = () => accountsIn(body, 'DestinationMembers', 'Member_Account');
    return { ...whole, refuse: refusal(command, 'RefusedMembers_Account', invited) };
  };
  return Object.assign(verdicts, { codes: range });
}

export function subscribeVerdicts<Command extends string>(command: Command) {
  const whole = plainVerdicts(command)();
  return (body: object): SubscribeVerdicts<Command> => {
    const added = () => accountsIn(body, 'SubscribeAccountList', 'Subscriber_Account');
    return { ...whole, refuse: refusal(command, 'RefusedSubscribers_Account', added) };
  };
}

/**
 * Chat wants only the list of the accounts, and no reason for each.
 *
 * @param member the list's name in the answer
 */
function refusal<Command extends string>(
  command: Command,
  member: string,
  concerned: () => readonly string[],
) {
  return verdictMethod(command, 'refuse(accounts)', (accounts: readonly string[]) => {
    assertAccounts(command, accounts, concerned());
    const refused = accounts.map((account) => ({ account, code: 1, info: '' }));
    return new RefuseVerdict(command, refused, (all) =>
      verdictAnswer(0, '', { [member]: [...new Set(all.map(({ account }) => account))] }),
    );
  });
}

/** @throws TypeError for what is no list of UserIDs, RangeError for accounts that the callback is not about */
export function assertAccounts(
  command: string,
  given: readonly string[],
  concerned: readonly string[],
): void {
  assertTexts(command, 'accounts', given);
  if (given.every((account) => concerned.includes(account))) return;
  throw new RangeError(`${command} is not about one of the refused accounts`);
}
