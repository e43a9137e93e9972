import { errorLine } from '../../common/error-text.js';
import type { ChatAnswer } from '../../protocol/answer.js';

/** What goes to Chat: `ActionStatus` is OK in every verdict, and the members beside it are the command's own. */
export type VerdictAnswer = ChatAnswer & Readonly<Record<string, unknown>>;

/**
 * The answer of a verdict. It holds copies and is frozen, so that later changes of a handler's objects do not reach it.
 *
 * @param members what the command wants beside the three members that every answer has
 * @throws TypeError for what JSON cannot hold
 */
export function verdictAnswer(ErrorCode: number, ErrorInfo = '', members?: object): VerdictAnswer {
  const answer = { ActionStatus: 'OK' as const, ErrorInfo, ErrorCode };
  return Object.freeze(members === undefined ? answer : Object.assign(answer, frozenCopy(members)));
}

function frozenCopy(members: object): object {
  try {
    return JSON.parse(JSON.stringify(members, jsonOnly), (_name, value: unknown) => Object.freeze(value));
  } catch (cause) {
    throw new TypeError(`a verdict has to be JSON: ${errorLine(cause)}`, { cause });
  }
}

/** Refuses what JSON would silently leave out or change. */
function jsonOnly(name: string, value: unknown): unknown {
  const lost =
    typeof value === 'number' ? !Number.isFinite(value) : ['function', 'symbol'].includes(typeof value);
  if (lost) throw new TypeError(`${name} is ${String(value).slice(0, 20)}`);
  return value;
}
