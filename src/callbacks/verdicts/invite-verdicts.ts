import { accountRefusal } from './account-refusal.js';
import { rejectVerdicts, type RejectVerdicts } from './reject-verdicts.js';
import type { CodeRange } from './rejection.js';
import type { Verdict } from './verdict.js';

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
      return accountRefusal(command, 'RefusedMembers_Account', accounts, concerned);
    },
  });
}
