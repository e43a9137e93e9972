import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import type { Handled } from './server.js';

/** The cheapest possible handlers of alarms and of creations, so that the rows show the way to it. */
@Injectable()
export class CallbackCounter implements Handled {
  count = 0;
  firstAt = 0;
  lastAt = 0;

  @OnEvent('group.quotaAlarm')
  @OnEvent('group.created')
  add(): void {
    this.count += 1;
    this.lastAt = Date.now();
    if (this.count === 1) this.firstAt = this.lastAt;
  }
}
