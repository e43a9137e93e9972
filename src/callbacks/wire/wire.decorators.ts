import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Min,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { readList, wireReader } from './wire-reader.js';
import { hollow, noteWireRule, UNSURE, type WireRule } from './wire-rules.js';

/** How the decorators below treat a member. */
export interface WireOptions {
  /**
   * Whether the member may be missing.
   * @default false
   */
  optional?: boolean;
}

/** Maximum number of invalid elements of a list that class-validator checks. It names at most ten faults. */
const MAX_ELEMENTS = 16;

/** A string. A number, such as a UserID of digits, arrives as the string of its digits. */
export function WireString(options: WireOptions = {}): PropertyDecorator {
  return stringMember(options);
}

const stringMember = shared((options) =>
  member(options, { convert: toText, isRight: isString }, (rule) => [IsString(rule)]),
);

/**
 * An integer, unsigned unless it is said to be signed. The vendor's samples often quote such numbers, so that digits
 * in a string are accepted as well and arrive as a number.
 */
export function WireInteger({ signed = false, ...options }: WireOptions & { signed?: boolean } = {}) {
  return signed ? signedMember(options) : unsignedMember(options);
}

const signedMember = shared((options) => integer(options, true));
const unsignedMember = shared((options) => integer(options, false));

function integer(options: WireOptions, signed: boolean): PropertyDecorator {
  return member(
    options,
    {
      convert: (value) => (options.optional && value === '' ? undefined : fromDigits(value)),
      isRight: (value) => typeof value === 'number' && Number.isInteger(value) && (signed || value >= 0),
    },
    (rule) => [
      IsInt({ ...rule, message: '$property must be a whole number' }),
      ...(signed ? [] : [Min(0, { ...rule, message: '$property must not be negative' })]),
    ],
  );
}

/** A boolean. The words `true` and `false`, 1 and 0 arrive as what they mean. */
export function WireBoolean(options: WireOptions = {}): PropertyDecorator {
  return member(
    options,
    {
      convert: (value) => BOOLEANS.get(value) ?? value,
      isRight: (value) => typeof value === 'boolean',
    },
    (rule) => [IsBoolean(rule)],
  );
}

const BOOLEANS = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
  [1, true],
  [0, false],
]);

/** A number or a string, depending on another member. */
export function WireScalar(options: WireOptions = {}): PropertyDecorator {
  return member(options, { isRight: isScalar }, (rule) => [
    ValidateBy({ name: 'wireScalar', validator: SCALAR }, rule),
  ]);
}

const SCALAR = {
  validate: isScalar,
  defaultMessage: () => '$property must be a string or a number',
};

/** A list of strings; numbers arrive as the strings of their digits. */
export function WireStrings(options: WireOptions = {}): PropertyDecorator {
  return member(
    options,
    {
      convert: (value) => (Array.isArray(value) ? value.map(toText) : value),
      isRight: (value) => Array.isArray(value) && value.every(isString),
      excerpt: (value) => {
        if (!Array.isArray(value)) return hollow(value);
        const index = value.findIndex((each) => !isScalar(each));
        return index === -1 ? [] : [hollow(value[index])];
      },
    },
    (rule) => [IsArray(rule), IsString({ ...rule, each: true })],
  );
}

/** An object with its own class. The members of a plain `Object` are not checked. */
export function WireObject(type: () => new () => object, options: WireOptions = {}): PropertyDecorator {
  return member(
    options,
    { type, read: (value) => readObject(type, value), excerpt: (value) => excerptOf(type, value) },
    (rule) => [IsObject(rule), ValidateNested(rule)],
  );
}

/** A list of objects. */
export function WireObjects(type: () => new () => object, options: WireOptions = {}): PropertyDecorator {
  const readElement = (element: unknown) => readObject(type, element);
  return member(
    options,
    {
      type,
      read: (value) => (Array.isArray(value) ? readList(value, readElement) : UNSURE),
      excerpt: (value) => {
        if (!Array.isArray(value)) return hollow(value);
        const elements: unknown[] = [];
        for (const each of value) {
          if (readElement(each) === UNSURE) elements.push(excerptOf(type, each));
          if (elements.length === MAX_ELEMENTS) break;
        }
        return elements;
      },
    },
    (rule) => [IsArray(rule), IsObject({ ...rule, each: true }), ValidateNested({ ...rule, each: true })],
  );
}

function readObject(type: () => new () => object, value: unknown): unknown {
  return wireReader(type())?.read(value) ?? UNSURE;
}

function excerptOf(type: () => new () => object, value: unknown): unknown {
  const reader = wireReader(type());
  // What only class-validator can read, it has to see as it is.
  return reader === undefined ? value : reader.excerpt(value);
}

/** One decorator for all members of a kind. There are hundreds, and an app that starts waits for each that is made. */
function shared(decorator: (options: WireOptions) => PropertyDecorator) {
  const required = decorator({ optional: false });
  const optional = decorator({ optional: true });
  return (options: WireOptions) => (options.optional ? optional : required);
}

/** What a kind of member is: converted and then checked, or read as a whole. */
type Kind = { excerpt?: (value: unknown) => unknown } & (
  | { convert?: (value: unknown) => unknown; isRight: (value: unknown) => boolean }
  | { type: () => new () => object; read: (value: unknown) => unknown }
);

/** Says the same of a member twice: to class-transformer and class-validator, and to the reader. */
function member(
  { optional = false }: WireOptions,
  kind: Kind,
  validators: (rule: ValidationOptions) => PropertyDecorator[],
): PropertyDecorator {
  const rule = wireRule(kind, optional);
  const context = { context: rule };
  return applyDecorators(
    (target: object, name: string | symbol) => noteWireRule(target.constructor, String(name), rule),
    ...(optional ? [IsOptional(context)] : []),
    ...(rule.convert ? [Transform(rule.convert)] : []),
    ...(rule.type ? [Type(rule.type)] : []),
    ...validators(context),
  );
}

function wireRule(kind: Kind, optional: boolean): WireRule {
  const isAbsent = (value: unknown) => optional && (value === undefined || value === null);
  const { excerpt = hollow } = kind;
  if ('type' in kind) {
    const { type } = kind;
    return { optional, excerpt, type, read: (value) => (isAbsent(value) ? value : kind.read(value)) };
  }
  const { convert = asItIs, isRight } = kind;
  const read = (value: unknown) => {
    const converted = convert(value);
    return isRight(converted) || isAbsent(converted) ? converted : UNSURE;
  };
  return { optional, excerpt, read, convert: ({ value }) => convert(value) };
}

function asItIs(value: unknown): unknown {
  return value;
}

function toText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function fromDigits(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
