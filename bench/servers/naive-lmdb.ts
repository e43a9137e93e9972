import { type ModuleMetadata, type OnApplicationBootstrap } from '@nestjs/common';
import type { EventEmitter2 } from '@nestjs/event-emitter';
import { type Database, open } from 'lmdb';
import { keyOf, type QuotaAlarmDto } from './naive-request.js';
import { type AlarmStore, storing } from './naive-store.js';

/** What an engineer adds in an afternoon with the README of lmdb: the disk keeps an alarm until it is handled. */
class AlarmInbox implements AlarmStore, OnApplicationBootstrap {
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

export function naiveLmdb(path: string): ModuleMetadata {
  // A write is on the disk when it resolves, as with ours.
  const alarms = open<QuotaAlarmDto, string>({ path, overlappingSync: false });
  return storing((events) => new AlarmInbox(alarms, events));
}
