import { rejectVerdicts, type RejectVerdicts } from './reject-verdicts.js';
import { assertAccounts, type CodeRange } from './rejection.js';
import { plainAnswer, RefuseVerdict, type Verdict } from './verdict.js';

/** What can be said to an invitation. */
export interface InviteVerdicts<Command extends string> extends RejectVerdicts<Command> {
  /** Lets all join but these UserIDs. */
  refuse(accounts: readonly string[]): Verdict<Command>;
}

/** @param range codes of one's own that the command passes on */
export function inviteVerdicts<Command extends string>(command: Command, range: CodeRange) {
  const whole = rejectVerdicts(command, range)();
  return (body: { DestinationMembers: readonly { Member_Account: string }[] }): InviteVerdicts<Command> => ({
    ...whole,
    refuse: (accounts) => {
      const concerned = body.DestinationMembers.map((member) => member.Member_Account);
      assertAccounts(command, accounts, concerned);
      const refused = accounts.map((account) => ({ account, code: 1, info: '' }));
      return new RefuseVerdict(command, refused, (all) => ({
        ...plainAnswer(0),
        RefusedMembers_Account: [...new Set(all.map(({ account }) => account))],
      }));
    },
  });
}
