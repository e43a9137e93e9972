import { Body, Controller, HttpCode, type ModuleMetadata, Post, UseGuards } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { OK_ANSWER, PATH } from '../contract.js';
import { ALARM_PIPE, QuotaAlarmDto, SignatureGuard } from './naive-request.js';

/** Keeps an alarm until it is handled. */
export abstract class AlarmStore {
  abstract add(alarm: QuotaAlarmDto): Promise<void>;
}

@Controller(PATH)
@UseGuards(SignatureGuard)
class StoringController {
  constructor(private readonly store: AlarmStore) {}

  @Post()
  @HttpCode(200)
  async receive(@Body(ALARM_PIPE) alarm: QuotaAlarmDto): Promise<object> {
    await this.store.add(alarm);
    return OK_ANSWER;
  }
}

/** A receiver by hand that answers when its store has the alarm. */
export function storing(make: (events: EventEmitter2) => AlarmStore): ModuleMetadata {
  const store = { provide: AlarmStore, useFactory: make, inject: [EventEmitter2] };
  return { controllers: [StoringController], providers: [store] };
}
