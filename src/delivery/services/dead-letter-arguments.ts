import { types } from 'node:util';
import { isRecord } from '../../common/is-object.js';

/** What a member must be, in words, and the check of a value. */
type Rule = readonly [kind: string, holds: (value: unknown) => boolean];

const TEXT: Rule = ['a text', isText];
const MOMENT: Rule = ['a valid Date', (value) => types.isDate(value) && !Number.isNaN(value.getTime())];

export const FILTER_MEMBERS: Readonly<Record<string, Rule>> = {
  command: TEXT,
  handler: TEXT,
  since: MOMENT,
  until: MOMENT,
};

export const PAGE_MEMBERS: Readonly<Record<string, Rule>> = {
  ...FILTER_MEMBERS,
  limit: ['a number', (value) => typeof value === 'number' && !Number.isNaN(value)],
  after: TEXT,
};

export const ACTION_MEMBERS: Readonly<Record<string, Rule>> = { actor: TEXT };

export const REPLAY_MEMBERS: Readonly<Record<string, Rule>> = {
  ...ACTION_MEMBERS,
  handlers: ['a list of handler ids', (value) => Array.isArray(value) && value.every(isText)],
};

/**
 * Checks at run time what the types say. A misspelt filter would select all dead letters, and the store would keep a wrong list of
 * handlers.
 *
 * @param rules those of the members that it may have
 * @throws TypeError naming the member
 */
export function assertArguments(given: unknown, rules: Readonly<Record<string, Rule>>): void {
  if (!isRecord(given)) throw new TypeError('DeadLetters: give an object');
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      throw new TypeError(`DeadLetters: "${name}" is not known here: give ${Object.keys(rules).join(', ')}`);
    }
    const [kind, holds] = rule;
    if (value !== undefined && !holds(value)) throw new TypeError(`DeadLetters: ${name} must be ${kind}`);
  }
}

/** @throws TypeError */
export function assertId(id: unknown): void {
  if (!isText(id)) throw new TypeError('DeadLetters: the id must be a text');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
