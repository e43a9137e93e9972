import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import type { Handled } from './server.js';

/** The cheapest possible handler, so that the rows show the way to it. */
@Injectable()
export class AlarmCounter implements Handled {
  count = 0;
  firstAt = 0;
  lastAt = 0;

  @OnEvent('group.quotaAlarm')
  add(): void {
    this.count += 1;
    this.lastAt = Date.now();
    if (this.count === 1) this.firstAt = this.lastAt;
  }
}
