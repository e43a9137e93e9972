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
import type { DeadLetterOutcome } from '../../console-api.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import { checkedCommand } from './dead-letter-command.js';
import { storeAnswer } from './store-answer.js';

/** Replays and discards dead letters: through `DeadLetters`, so that the lifecycle reports each with who asked for it. */
@Injectable()
export class DeadLetterActions {
  constructor(private readonly registrations: ConsoleRegistrations) {}

  /**
   * @param body a `DeadLetterCommand`
   * @throws BadRequestException, NotFoundException when it is gone, ConflictException when another number match,
   * UnprocessableEntityException for one that cannot be replayed, ServiceUnavailableException
   */
  async act(
    action: 'replay' | 'discard',
    body: unknown,
    actor: string | undefined,
  ): Promise<DeadLetterOutcome> {
    const command = checkedCommand(body);
    const registration = this.registrations.find(command.registration);
    if (registration === undefined) throw new NotFoundException('there is no such registration here');
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
    if (!(error instanceof NotDeliverableError)) throw error;
    throw new UnprocessableEntityException(errorLine(error), { cause: error });
  }
  throw new NotFoundException('it is no dead letter any more: somebody was faster, or it was dropped');
}

async function actOnAll(
  deadLetters: DeadLetters,
  action: 'replay' | 'discard',
  asked: DeadLetterFilter,
  expected: number,
  by: DeadLetterAction,
): Promise<DeadLetterOutcome> {
  // Those that die from now on nobody has seen.
  const now = new Date();
  const filter = { ...asked, until: asked.until !== undefined && asked.until < now ? asked.until : now };
  const count = await storeAnswer(deadLetters.count(filter));
  if (count !== expected) {
    throw new ConflictException(`${count} match now, and not ${expected}: look at them again`);
  }
  return {
    count: await (action === 'replay'
      ? deadLetters.replayAll(filter, by)
      : deadLetters.discardAll(filter, by)),
  };
}
