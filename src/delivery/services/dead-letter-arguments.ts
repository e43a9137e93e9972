import { types } from 'node:util';
import { isRecord } from '../../common/is-object.js';

/** What a member has to be, in words, and whether a value is that. */
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
 * Refuses what the types refuse, for callers without types: a misspelt filter would select all dead letters, and a list of handlers that
 * is none would be kept in the store.
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
