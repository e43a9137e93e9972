import { assertAccounts } from './rejection.js';
import { plainAnswer, RefuseVerdict, type Verdict } from './verdict.js';

/**
 * Refuses some of the accounts where Chat wants only their list, and no reason for each.
 *
 * @param member the answer's member that holds the list
 * @param concerned the accounts that the callback is about
 * @throws RangeError for accounts that the callback is not about
 */
export function accountRefusal<Command extends string>(
  command: Command,
  member: 'RefusedMembers_Account' | 'RefusedSubscribers_Account',
  accounts: readonly string[],
  concerned: readonly string[],
): Verdict<Command> {
  assertAccounts(command, accounts, concerned);
  const refused = accounts.map((account) => ({ account, code: 1, info: '' }));
  return new RefuseVerdict(command, refused, (all) => ({
    ...plainAnswer(0),
    [member]: [...new Set(all.map(({ account }) => account))],
  }));
}
