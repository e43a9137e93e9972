import { useState } from 'preact/hooks';
import type { ConsoleDeadLetter, DeadLetterCommand } from '../../api/console-api.js';
import { count, integer } from '../common/format.js';
import { isGone, messageOf, postDeadLetters, RequestFailed } from '../server.js';
import { say } from '../status-line.js';
import { nameOf } from './dead-letter-columns.js';
import type { DeadLetterList } from './use-dead-letters.js';

export type Action = 'replay' | 'discard';

/** An action that waits for confirmation: on one dead letter, or on all that match. */
export interface Question {
  action: Action;
  letter?: ConsoleDeadLetter;
  /** How many dead letters the action is about. */
  number: number;
  fault?: string;
}

/** The dead letters that an action on all is about. */
export interface Matching {
  registration: string;
  filter: { command?: string; handler?: string; since?: number };
}

/** Replays and discards dead letters, and shows the result. */
export function useDeadLetterActions({ registration, filter }: Matching, { reload, remove }: DeadLetterList) {
  const [question, setQuestion] = useState<Question>();
  const [busy, setBusy] = useState(false);
  /** How often an action succeeded. */
  const [done, setDone] = useState(0);

  const run = async ({ action, letter, number }: Question): Promise<void> => {
    const command: DeadLetterCommand = letter
      ? { registration, id: letter.id }
      : { registration, filter, expected: number };
    setBusy(true);
    try {
      const { count: letters } = await postDeadLetters(action, command);
      const which = letter ? nameOf(letter) : count(letters, 'dead letter');
      finish(`${past(action)} ${which}.`, letter);
      if (!letter) await reload();
    } catch (error) {
      await fail(error, action, letter);
    } finally {
      setBusy(false);
    }
  };

  const finish = (message: string, letter?: ConsoleDeadLetter): void => {
    setQuestion(undefined);
    say(message);
    if (letter) remove(letter.id);
    setDone((times) => times + 1);
  };

  const fail = async (error: unknown, action: Action, letter?: ConsoleDeadLetter): Promise<void> => {
    if (letter && isGone(error)) {
      finish(`${nameOf(letter)}, is no longer a dead letter.`, letter);
      return;
    }
    const changed = error instanceof RequestFailed && error.status === 409 && !letter;
    const number = changed ? await reload() : undefined;
    if (number === undefined) {
      const fault = `Nothing was ${past(action).toLowerCase()}: ${messageOf(error)}`;
      setQuestion((asked) => asked && { ...asked, fault });
      say(fault);
    } else {
      const fault = `The number has changed: ${integer(number)} match now.`;
      setQuestion({ action, number, fault });
    }
  };

  return { question, ask: setQuestion, busy, done, run };
}

function past(action: Action): string {
  return action === 'replay' ? 'Replayed' : 'Discarded';
}
