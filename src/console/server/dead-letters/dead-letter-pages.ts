import { BadRequestException, GoneException, Injectable, NotFoundException } from '@nestjs/common';
import type { DeadLetter, DeadLetters } from '../../../index.js';
import { isInstance } from '../../../common/is-instance.js';
import type { ConsoleDeadLetter, ConsoleDeadLetterPage } from '../../api/console-api.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import { ResolvedConsoleOptions } from '../../options/tencent-chat-console.options.js';
import { filterOf } from './dead-letter-command.js';
import { storeAnswer } from './store-answer.js';

/** Default and maximum number of dead letters of a page. */
const USUAL_LIMIT = 50;
const MOST = 200;

/** Lists dead letters, the oldest first. */
@Injectable()
export class DeadLetterPages {
  constructor(
    private readonly registrations: ConsoleRegistrations,
    private readonly options: ResolvedConsoleOptions,
  ) {}

  /**
   * @param query a `DeadLetterQuery`
   * @throws BadRequestException; NotFoundException for an unknown registration; GoneException if the dead letter `after` is gone;
   * ServiceUnavailableException
   */
  async read(query: URLSearchParams): Promise<ConsoleDeadLetterPage> {
    const { registration, after, limit, since, until, ...texts } = Object.fromEntries(query);
    const filter = filterOf({ ...texts, ...numbersOf({ since, until }) });
    const most = numbersOf({ limit }).limit ?? USUAL_LIMIT;
    if (most < 1 || most > MOST) throw new BadRequestException(`limit must be between 1 and ${MOST}`);
    const found = this.registrations.find(registration ?? '');
    if (found === undefined) throw new NotFoundException('this console has no such registration');
    const { deadLetters } = found;
    const [total, letters] = await storeAnswer(
      Promise.all([
        deadLetters.count(filter),
        listed(deadLetters, { ...filter, limit: most, ...(after !== undefined && { after }) }),
      ]),
    );
    return { total, letters: letters.map((letter) => this.shown(letter)) };
  }

  private shown(letter: DeadLetter): ConsoleDeadLetter {
    const { id, command, sdkAppId, reason, handlers, attempts, error, body } = letter;
    return {
      id,
      command,
      sdkAppId,
      reason,
      handlers: [...handlers],
      attempts,
      error,
      receivedAt: letter.receivedAt.getTime(),
      diedAt: letter.diedAt.getTime(),
      ...(this.options.bodies === 'shown' && { body }),
    };
  }
}

async function listed(
  deadLetters: DeadLetters,
  page: Parameters<DeadLetters['list']>[0],
): Promise<DeadLetter[]> {
  try {
    return await deadLetters.list(page);
  } catch (error) {
    if (!isInstance(error, RangeError)) throw error;
    throw new GoneException('the last dead letter of the page was replayed or discarded: list them again', {
      cause: error,
    });
  }
}

function numbersOf<Name extends string>(
  texts: Record<Name, string | undefined>,
): Partial<Record<Name, number>> {
  const numbers: Partial<Record<Name, number>> = {};
  for (const name in texts) {
    const text = texts[name];
    if (text === undefined) continue;
    if (!/^\d{1,16}$/.test(text)) throw new BadRequestException(`${name} must be a whole number`);
    numbers[name] = Number(text);
  }
  return numbers;
}
