import { accountRefusal } from './account-refusal.js';
import { plainAnswer, Verdict } from './verdict.js';

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
      return accountRefusal(command, 'RefusedSubscribers_Account', accounts, concerned);
    },
  });
}
