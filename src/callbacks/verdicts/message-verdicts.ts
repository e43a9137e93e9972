import { rejectVerdicts, type RejectVerdicts } from './reject-verdicts.js';
import type { CodeRange } from './rejection.js';
import { plainAnswer, Verdict } from './verdict.js';

/** What takes the place of a message, wholly or in part. */
export interface Rewriting {
  /** The new elements; without them the sender's are delivered. */
  MsgBody?: readonly { MsgType: string; MsgContent: object }[];
  /** The new custom data. */
  CloudCustomData?: string;
}

/** What can be said to a message before it is delivered. */
export interface MessageVerdicts<Command extends string> extends RejectVerdicts<Command> {
  /** Delivers nothing, and tells the sender that all is well. */
  drop(): Verdict<Command>;
  /** Delivers something else. */
  rewrite(rewriting: Rewriting): Verdict<Command>;
}

/** @param range codes of one's own that the command passes on */
export function messageVerdicts<Command extends string>(command: Command, range: CodeRange) {
  const verdicts: MessageVerdicts<Command> = {
    ...rejectVerdicts(command, range)(),
    drop: () => new Verdict(command, 'drop', plainAnswer(2)),
    rewrite: ({ MsgBody, CloudCustomData }) => {
      if (MsgBody === undefined && CloudCustomData === undefined) {
        throw new TypeError(`${command} is rewritten with a MsgBody, CloudCustomData or both`);
      }
      if (MsgBody?.length === 0) throw new RangeError(`${command} is rewritten with at least one element`);
      const parts = {
        ...(MsgBody && { MsgBody }),
        ...(CloudCustomData !== undefined && { CloudCustomData }),
      };
      return new Verdict(command, 'rewrite', { ...plainAnswer(0), ...parts });
    },
  };
  return (): MessageVerdicts<Command> => verdicts;
}
