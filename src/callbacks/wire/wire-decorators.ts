import { isRecord } from '../../common/is-object.js';
import type { Faults } from './faults.js';
import { readObject } from './wire-reader.js';
import { type Kind, noteWireRule, type ReadMember, type Type } from './wire-rules.js';

/** How the decorators below treat a member. */
export interface WireOptions {
  /**
   * Whether the member may be missing.
   * @default false
   */
  optional?: boolean;
}

/** A string. A number or a boolean, such as a UserID of digits, arrives as its text. */
export function WireString(options: WireOptions = {}): PropertyDecorator {
  return member(options, 'string', one('a string', text));
}

/**
 * An integer, unsigned unless `signed` is `true`. The vendor's samples often quote such numbers, so that digits in a string are accepted as
 * well and arrive as a number. An empty string counts as missing.
 */
export function WireInteger({ signed = false, ...options }: WireOptions & { signed?: boolean } = {}) {
  return member(options, signed ? 'integer' : 'unsigned', (value, name, faults) => {
    if (value === '') return undefined;
    const number = integer(value);
    if (number === undefined) faults.add(name, 'must be a whole number');
    else if (!signed && number < 0) faults.add(name, 'must not be negative');
    return number ?? value;
  });
}

/** A boolean. The words `true` and `false`, 1 and 0 arrive as booleans. */
export function WireBoolean(options: WireOptions = {}): PropertyDecorator {
  return member(options, 'boolean', one('a boolean value', boolean));
}

/** A number or a string, depending on another member. */
export function WireScalar(options: WireOptions = {}): PropertyDecorator {
  return member(options, 'scalar', one('a string or a number', scalar));
}

/** A list of strings; numbers arrive as the strings of their digits. */
export function WireStrings(options: WireOptions = {}): PropertyDecorator {
  return member(options, 'strings', listOf('a string', text));
}

/** A list of integers; digits in strings arrive as numbers. */
export function WireIntegers(options: WireOptions = {}): PropertyDecorator {
  return member(options, 'integers', listOf('a whole number', integer));
}

/** An object with its own class. The members of a plain `Object` are not checked. */
export function WireObject(type: () => Type, options: WireOptions = {}): PropertyDecorator {
  return member(options, { object: type }, one('an object', objectOf(type)));
}

/** A list of objects. */
export function WireObjects(type: () => Type, options: WireOptions = {}): PropertyDecorator {
  return member(options, { objects: type }, listOf('an object', objectOf(type)));
}

function member({ optional = false }: WireOptions, kind: Kind, read: ReadMember): PropertyDecorator {
  return (target, name) => noteWireRule(target.constructor, String(name), { optional, kind, read });
}

/** Returns a value as its kind has it, converted if nothing is lost; `undefined` if it is of another kind. */
type Convert = (value: unknown, faults: Faults) => unknown;

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function integer(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function boolean(value: unknown): boolean | undefined {
  if (value === true || value === 'true' || value === 1) return true;
  return value === false || value === 'false' || value === 0 ? false : undefined;
}

function scalar(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function objectOf(type: () => Type): Convert {
  return (value, faults) => (isRecord(value) ? readObject(type(), value, faults) : undefined);
}

/** @param what the kind, for the fault */
function one(what: string, convert: Convert): ReadMember {
  return (value, name, faults) => {
    const converted = convert(value, faults);
    if (converted !== undefined) return converted;
    faults.add(name, `must be ${what}`);
    return value;
  };
}

/** @param what the kind of the elements, for the fault */
function listOf(what: string, convert: Convert): ReadMember {
  return (value, name, faults) => {
    if (!Array.isArray(value)) {
      faults.add(name, 'must be an array');
      return value;
    }
    const elements: unknown[] = [];
    for (const each of value) {
      elements.push(convert(each, faults));
      // A body of 256 KB has room for a million faults.
      if (faults.areEnough) break;
    }
    if (elements.includes(undefined)) faults.add(`each value in ${name}`, `must be ${what}`);
    return elements;
  };
}
