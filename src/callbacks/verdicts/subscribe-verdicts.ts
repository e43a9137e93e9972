import { assertAccounts } from './rejection.js';
import { plainAnswer, RefuseVerdict, Verdict } from './verdict.js';

/** What can be said to users who want to subscribe to a channel. No codes of one's own are documented. */
export interface SubscribeVerdicts<Command extends string> {
  /** Lets all subscribe. */
  allow(): Verdict<Command>;
  /** Lets none subscribe. */
  reject(): Verdict<Command>;
  /** Lets all subscribe but these UserIDs. */
  refuse(accounts: readonly string[]): Verdict<Command>;
}

export function subscribeVerdicts<Command extends string>(command: Command) {
  return (body: {
    SubscribeAccountList: readonly { Subscriber_Account: string }[];
  }): SubscribeVerdicts<Command> => ({
    allow: () => new Verdict(command, 'allow', plainAnswer(0)),
    reject: () => new Verdict(command, 'reject', plainAnswer(1)),
    refuse: (accounts) => {
      const concerned = body.SubscribeAccountList.map((subscriber) => subscriber.Subscriber_Account);
      assertAccounts(command, accounts, concerned);
      const refused = accounts.map((account) => ({ account, code: 1, info: '' }));
      return new RefuseVerdict(command, refused, (all) => ({
        ...plainAnswer(0),
        RefusedSubscribers_Account: [...new Set(all.map(({ account }) => account))],
      }));
    },
  });
}
