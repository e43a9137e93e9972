import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  UnauthorizedException,
  ValidationPipe,
} from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsInt, IsString, Min } from 'class-validator';
import { SDK_APP_ID, TOKEN, TOLERANCE_SECONDS } from '../contract.js';

/** Accepts requests that Chat has signed for this app within the last minute. */
@Injectable()
export class SignatureGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<{ query: Record<string, string> }>();
    const { SdkAppid = '', Sign = '', RequestTime = '' } = query;
    if (SdkAppid !== String(SDK_APP_ID)) throw new ForbiddenException();
    const expected = createHash('sha256')
      .update(TOKEN + RequestTime)
      .digest();
    const given = Buffer.from(Sign, 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new UnauthorizedException();
    }
    if (!(Math.abs(Date.now() / 1000 - Number(RequestTime)) <= TOLERANCE_SECONDS)) {
      throw new UnauthorizedException();
    }
    return true;
  }
}

export class QuotaAlarmDto {
  @IsString()
  CallbackCommand!: string;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  QuotaUsed!: number;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  Quota!: number;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  EventTime!: number;
}

export const ALARM_PIPE = new ValidationPipe({ transform: true, whitelist: false });

/** Returns the same key for copies of an alarm, and for no other alarm. */
export function keyOf({ EventTime, QuotaUsed, Quota }: QuotaAlarmDto): string {
  return `${EventTime}-${QuotaUsed}-${Quota}`;
}
