import { createHash, timingSafeEqual } from 'node:crypto';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  ForbiddenException,
  HttpCode,
  Injectable,
  Post,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
} from '@nestjs/common';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { Type } from 'class-transformer';
import { IsInt, IsString, Min } from 'class-validator';
import { OK_ANSWER, PATH, SDK_APP_ID, TOKEN, TOLERANCE_SECONDS } from '../contract.js';
import { AlarmCounter } from './alarm-counter.js';
import type { RunningServer, Setup } from './server.js';
import { startNest } from './start-nest.js';

/** What an engineer writes in half an hour, with Nest's own means and the vendor's page at hand. */
@Injectable()
class SignatureGuard implements CanActivate {
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

class QuotaAlarmDto {
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

@Controller(PATH)
@UseGuards(SignatureGuard)
class NaiveController {
  constructor(private readonly events: EventEmitter2) {}

  @Post()
  @HttpCode(200)
  receive(@Body(new ValidationPipe({ transform: true, whitelist: false })) alarm: QuotaAlarmDto): object {
    this.events.emit('group.quotaAlarm', alarm);
    return OK_ANSWER;
  }
}

export async function startNaiveNest({ adapter = 'express' }: Setup): Promise<RunningServer> {
  const { app, port } = await startNest(
    { imports: [EventEmitterModule.forRoot()], controllers: [NaiveController], providers: [AlarmCounter] },
    adapter,
  );
  return { port, handled: app.get(AlarmCounter) };
}
