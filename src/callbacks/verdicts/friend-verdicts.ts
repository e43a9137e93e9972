import { verdictAnswer, type VerdictAnswer } from './answer.js';
import { verdictMethod } from './method.js';
import { assertAccounts } from './refuse-verdicts.js';
import { rejectionOf } from './reject-verdicts.js';
import { RefuseVerdict, Verdict, type RefusedAccount } from './verdict.js';

const CODES = [38_000, 39_000] as const;

/** Answer to the client about a refused friend. */
export interface FriendRefusal {
  /**
   * A code from 38000 to 39000.
   * @default 38000
   */
  code?: number;
  /**
   * Text for the client.
   * @default ''
   */
  info?: string;
}

/** What can be said to friend requests and their answers: Chat wants a result for every account. */
export interface FriendVerdicts<Command extends string> {
  /** Lets all of them be. */
  allow(): Verdict<Command>;
  /** Refuses all of them. */
  reject(refusal?: FriendRefusal): Verdict<Command>;
  /** Refuses these UserIDs, and lets the others be. */
  refuse(accounts: readonly string[], refusal?: FriendRefusal): Verdict<Command>;
}

/** @param itemsOf finds the accounts that a body is about */
export function friendVerdicts<Command extends string, Body>(
  command: Command,
  itemsOf: (body: Body) => readonly { To_Account: string }[],
) {
  const refusals = (accounts: readonly string[], refusal?: FriendRefusal): RefusedAccount[] => {
    const told = rejectionOf(command, CODES, CODES[0], refusal);
    return accounts.map((account) => ({ account, ...told }));
  };
  return (body: Body): FriendVerdicts<Command> => {
    const concerned = () => itemsOf(body).map((item) => item.To_Account);
    const answer = (refused: readonly RefusedAccount[]) => resultItems(concerned(), refused);
    return {
      allow: verdictMethod(command, 'allow()', () => new Verdict(command, 'allow', answer([]))),
      reject: verdictMethod(command, 'reject({ code?, info? })', (refusal?: FriendRefusal) => {
        return new Verdict(command, 'reject', answer(refusals(concerned(), refusal)));
      }),
      refuse: verdictMethod(
        command,
        'refuse(accounts, { code?, info? })',
        (accounts: readonly string[], refusal?: FriendRefusal) => {
          assertAccounts(command, accounts, concerned());
          return new RefuseVerdict(command, refusals(accounts, refusal), answer);
        },
      ),
    };
  };
}

function resultItems(concerned: readonly string[], refused: readonly RefusedAccount[]): VerdictAnswer {
  const ResultItem = concerned.map((account) => {
    const refusal = refused.find((each) => each.account === account);
    return { To_Account: account, ResultCode: refusal?.code ?? 0, ResultInfo: refusal?.info ?? '' };
  });
  return verdictAnswer(0, '', { ResultItem });
}
