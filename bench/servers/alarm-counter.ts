import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';

/** The cheapest possible handler: what is measured is the way to it. */
@Injectable()
export class AlarmCounter {
  count = 0;

  @OnEvent('group.quotaAlarm')
  add(): void {
    this.count += 1;
  }
}
