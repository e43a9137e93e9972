import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Min } from 'class-validator';

/**
 * A member that the vendor types as an unsigned integer. Its samples often quote such numbers, so that digits in a
 * string are accepted as well and arrive as a number.
 */
export function WireInteger(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => fromDigits(value)),
    IsInt({ message: '$property must be a whole number' }),
    Min(0, { message: '$property must not be negative' }),
  );
}

function fromDigits(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
