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
} from 'class-validator';

/** How the decorators below treat a member. */
export interface WireOptions {
  /**
   * Whether the member may be missing.
   * @default false
   */
  optional?: boolean;
}

/** A string. A number, such as a UserID of digits, arrives as the string of its digits. */
export function WireString(options: WireOptions = {}): PropertyDecorator {
  return member(
    options,
    Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value)),
    IsString(),
  );
}

/**
 * An integer, unsigned unless it is said to be signed. The vendor's samples often quote such numbers, so that digits
 * in a string are accepted as well and arrive as a number.
 */
export function WireInteger({ signed = false, ...options }: WireOptions & { signed?: boolean } = {}) {
  return member(
    options,
    Transform(({ value }: { value: unknown }) =>
      options.optional && value === '' ? undefined : fromDigits(value),
    ),
    IsInt({ message: '$property must be a whole number' }),
    ...(signed ? [] : [Min(0, { message: '$property must not be negative' })]),
  );
}

/** A boolean. The words `true` and `false`, 1 and 0 arrive as what they mean. */
export function WireBoolean(options: WireOptions = {}): PropertyDecorator {
  return member(
    options,
    Transform(({ value }: { value: unknown }) => BOOLEANS.get(value) ?? value),
    IsBoolean(),
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
  return member(options, ValidateBy({ name: 'wireScalar', validator: SCALAR }));
}

const SCALAR = {
  validate: (value: unknown) => typeof value === 'string' || typeof value === 'number',
  defaultMessage: () => '$property must be a string or a number',
};

/** A list of strings; numbers arrive as the strings of their digits. */
export function WireStrings(options: WireOptions = {}): PropertyDecorator {
  return member(
    options,
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value) ? value.map((each) => (typeof each === 'number' ? String(each) : each)) : value,
    ),
    IsArray(),
    IsString({ each: true }),
  );
}

/** An object with members of its own. */
export function WireObject(type: () => new () => object, options: WireOptions = {}): PropertyDecorator {
  return member(options, Type(type), IsObject(), ValidateNested());
}

/** A list of objects. */
export function WireObjects(type: () => new () => object, options: WireOptions = {}): PropertyDecorator {
  return member(options, Type(type), IsArray(), IsObject({ each: true }), ValidateNested({ each: true }));
}

function member({ optional = false }: WireOptions, ...rules: PropertyDecorator[]): PropertyDecorator {
  return applyDecorators(...(optional ? [IsOptional()] : []), ...rules);
}

function fromDigits(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
