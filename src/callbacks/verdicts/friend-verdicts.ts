import { verdictAnswer, type VerdictAnswer } from './verdict-answer.js';
import type { CodeIn } from './code-range.js';
import { accountsIn, verdictMethod } from './method.js';
import { assertAccounts } from './refuse-verdicts.js';
import { type Rejection, rejectionOf } from './reject-verdicts.js';
import { RefuseVerdict, Verdict, type RefusedAccount } from './verdict.js';

const CODES = [38_000, 39_000] as const;

/** Answer to the client about a refused friend. */
export interface FriendRefusal<Code = number> extends Rejection<Code> {
  /**
   * A code from 38000 to 39000.
   * @default 38000
   */
  code?: Code;
}

type FriendCode<Code extends number> = CodeIn<typeof CODES, (typeof CODES)[0], Code>;

/** The verdicts on friend requests and their answers. Chat wants a result for every account. */
export interface FriendVerdicts<Command extends string> {
  /** Allows all of them. */
  allow(): Verdict<Command>;
  /** Refuses all of them. */
  reject<const Code extends number>(refusal?: FriendRefusal<FriendCode<Code>>): Verdict<Command>;
  /** Refuses these UserIDs, and allows the others. */
  refuse<const Code extends number>(
    accounts: readonly string[],
    refusal?: FriendRefusal<FriendCode<Code>>,
  ): Verdict<Command>;
}

/** @param list the member of the body with its accounts */
export function friendVerdicts<Command extends string>(command: Command, list: string) {
  const refusals = (accounts: readonly string[], refusal?: FriendRefusal<unknown>): RefusedAccount[] => {
    const rejection = rejectionOf(command, CODES, CODES[0], refusal);
    return accounts.map((account) => ({ account, ...rejection }));
  };
  return (body: object): FriendVerdicts<Command> => {
    const concerned = () => accountsIn(body, list, 'To_Account');
    const answer = (refused: readonly RefusedAccount[]) => resultItems(concerned(), refused);
    return {
      allow: verdictMethod(command, 'allow()', () => new Verdict(command, 'allow', answer([]))),
      reject: verdictMethod(
        command,
        'reject({ code?, info? })',
        (refusal?: FriendRefusal<unknown>) =>
          new Verdict(command, 'reject', answer(refusals(concerned(), refusal))),
        () => new Verdict(command, 'reject', answer(refusals(concerned()))),
      ),
      refuse: verdictMethod(
        command,
        'refuse(accounts, { code?, info? })',
        (accounts: readonly string[], refusal?: FriendRefusal<unknown>) => {
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
