import { BadRequestException } from '@nestjs/common';
import type { DeadLetterFilter } from '../../../index.js';

/** A checked `DeadLetterCommand`. */
export type CheckedCommand = { registration: string } & (
  { id: string } | { filter: DeadLetterFilter; expected: number }
);

/** The last moment of a `Date`, in ms since the epoch. */
const LAST_MOMENT = 8.64e15;

/** @throws BadRequestException for a body that is no `DeadLetterCommand` */
export function checkedCommand(command: unknown): CheckedCommand {
  const { registration, id, filter, expected, ...others } = membersOf(command, 'the body');
  if (typeof registration !== 'string') throw new BadRequestException('registration must be a name');
  assertNothingElse(others);
  if (id !== undefined && filter === undefined && expected === undefined) {
    if (typeof id !== 'string') throw new BadRequestException('id must be a text');
    return { registration, id };
  }
  if (id !== undefined) throw new BadRequestException('give either an id, or filter and expected');
  if (typeof expected !== 'number' || !Number.isSafeInteger(expected) || expected < 0) {
    throw new BadRequestException('expected must be the number that the page showed');
  }
  return { registration, filter: filterOf(membersOf(filter, 'filter')), expected };
}

/** @throws BadRequestException */
export function filterOf(members: Record<string, unknown>): DeadLetterFilter {
  const { command, handler, since, until, ...others } = members;
  assertNothingElse(others);
  return {
    ...(command !== undefined && { command: text('command', command) }),
    ...(handler !== undefined && { handler: text('handler', handler) }),
    ...(since !== undefined && { since: moment('since', since) }),
    ...(until !== undefined && { until: moment('until', until) }),
  };
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new BadRequestException(`${name} must be a text`);
}

function moment(name: string, value: unknown): Date {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= LAST_MOMENT) {
    return new Date(value);
  }
  throw new BadRequestException(`${name} must be in ms since the epoch`);
}

function membersOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new BadRequestException(`${what} must be an object`);
}

/** Refuses unknown members, because a misspelt filter would mean all dead letters. */
function assertNothingElse(others: object): void {
  const [name] = Object.keys(others);
  if (name !== undefined) throw new BadRequestException('there is an unknown member');
}
