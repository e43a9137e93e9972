import {
  Body,
  Controller,
  HttpCode,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  Post,
  UseGuards,
} from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { type Database, open } from 'lmdb';
import { OK_ANSWER, PATH } from '../contract.js';
import { ALARM_PIPE, keyOf, QuotaAlarmDto, SignatureGuard } from './naive-request.js';

/** What an engineer adds in an afternoon with the README of lmdb: the disk keeps an alarm until it is handled. */
class AlarmInbox implements OnApplicationBootstrap {
  constructor(
    private readonly alarms: Database<QuotaAlarmDto, string>,
    private readonly events: EventEmitter2,
  ) {}

  /** Handles the alarms that an earlier process has left behind. */
  onApplicationBootstrap(): void {
    for (const { key, value } of this.alarms.getRange()) this.handleSoon(key, value);
  }

  async add(alarm: QuotaAlarmDto): Promise<void> {
    const key = keyOf(alarm);
    await this.alarms.put(key, alarm);
    this.handleSoon(key, alarm);
  }

  /** Chat receives its answer first. */
  private handleSoon(key: string, alarm: QuotaAlarmDto): void {
    setImmediate(() => {
      this.events.emit('group.quotaAlarm', alarm);
      void this.alarms.remove(key);
    });
  }
}

@Controller(PATH)
@UseGuards(SignatureGuard)
class LmdbController {
  constructor(private readonly inbox: AlarmInbox) {}

  @Post()
  @HttpCode(200)
  async receive(@Body(ALARM_PIPE) alarm: QuotaAlarmDto): Promise<object> {
    await this.inbox.add(alarm);
    return OK_ANSWER;
  }
}

export function naiveLmdb(path: string): ModuleMetadata {
  // A write is on the disk when it resolves, as with ours.
  const alarms = open<QuotaAlarmDto, string>({ path, overlappingSync: false });
  const inbox = {
    provide: AlarmInbox,
    useFactory: (events: EventEmitter2) => new AlarmInbox(alarms, events),
    inject: [EventEmitter2],
  };
  return { controllers: [LmdbController], providers: [inbox] };
}
