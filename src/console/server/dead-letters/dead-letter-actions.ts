import {
  ConflictException,
  Injectable,
  NotFoundException,
  UnprocessableEntityException,
} from '@nestjs/common';
import {
  type DeadLetterAction,
  type DeadLetterFilter,
  DeadLetters,
  NotDeliverableError,
} from '../../../index.js';
import { errorLine } from '../../../common/error-text.js';
import { isInstance } from '../../../common/is-instance.js';
import type { DeadLetterOutcome } from '../../api/console-api.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import { checkedCommand } from './dead-letter-command.js';
import { storeAnswer } from './store-answer.js';

/** Replays and discards dead letters through `DeadLetters`, so that the lifecycle reports each with its actor. */
@Injectable()
export class DeadLetterActions {
  constructor(private readonly registrations: ConsoleRegistrations) {}

  /**
   * @param body a `DeadLetterCommand`
   * @throws BadRequestException; NotFoundException if the dead letter is gone; ConflictException if another number matches;
   * UnprocessableEntityException if it cannot be replayed; ServiceUnavailableException
   */
  async act(
    action: 'replay' | 'discard',
    body: unknown,
    actor: string | undefined,
  ): Promise<DeadLetterOutcome> {
    const command = checkedCommand(body);
    const registration = this.registrations.find(command.registration);
    if (registration === undefined) throw new NotFoundException('this console has no such registration');
    const { deadLetters } = registration;
    const by: DeadLetterAction = actor === undefined ? {} : { actor };
    if ('id' in command) return actOnOne(deadLetters, action, command.id, by);
    return actOnAll(deadLetters, action, command.filter, command.expected, by);
  }
}

async function actOnOne(
  deadLetters: DeadLetters,
  action: 'replay' | 'discard',
  id: string,
  by: DeadLetterAction,
): Promise<DeadLetterOutcome> {
  try {
    if (await deadLetters[action](id, by)) return { count: 1 };
  } catch (error) {
    if (!isInstance(error, NotDeliverableError)) throw error;
    throw new UnprocessableEntityException(errorLine(error), { cause: error });
  }
  throw new NotFoundException('it is no longer a dead letter: somebody was faster, or it was dropped');
}

async function actOnAll(
  deadLetters: DeadLetters,
  action: 'replay' | 'discard',
  asked: DeadLetterFilter,
  expected: number,
  by: DeadLetterAction,
): Promise<DeadLetterOutcome> {
  // Nobody has seen those that die from now on.
  const now = new Date();
  const filter = { ...asked, until: asked.until !== undefined && asked.until < now ? asked.until : now };
  const count = await storeAnswer(deadLetters.count(filter));
  if (count !== expected) {
    throw new ConflictException(`${count} match now, not ${expected}: look at them again`);
  }
  return {
    count: await (action === 'replay'
      ? deadLetters.replayAll(filter, by)
      : deadLetters.discardAll(filter, by)),
  };
}
