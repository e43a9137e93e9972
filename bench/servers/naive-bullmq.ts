import {
  Body,
  Controller,
  HttpCode,
  Logger,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Post,
  UseGuards,
} from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { OK_ANSWER, PATH } from '../contract.js';
import { ALARM_PIPE, keyOf, QuotaAlarmDto, SignatureGuard } from './naive-request.js';

const QUEUE = 'alarms';

/** As many as ours handles at a time. */
const CONCURRENCY = 32;

/** For how long ours knows a callback that was handled, in seconds. */
const REMEMBERED_S = 600;

/** What an engineer adds in an afternoon with the guide of BullMQ: an alarm is in Redis until it is handled. */
class AlarmQueue implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly queue: Queue<QuotaAlarmDto>;
  private worker: Worker<QuotaAlarmDto> | undefined;

  constructor(
    private readonly connection: ConnectionOptions,
    private readonly events: EventEmitter2,
  ) {
    this.queue = new Queue(QUEUE, { connection });
  }

  onApplicationBootstrap(): void {
    const { connection } = this;
    this.worker = new Worker(QUEUE, async ({ data }) => void this.events.emit('group.quotaAlarm', data), {
      connection,
      concurrency: CONCURRENCY,
    });
    this.worker.on('error', (error) => new Logger('AlarmQueue').error(error));
  }

  async add(alarm: QuotaAlarmDto): Promise<void> {
    await this.queue.add('alarm', alarm, { jobId: keyOf(alarm), removeOnComplete: { age: REMEMBERED_S } });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.close();
    await this.queue.close();
  }
}

@Controller(PATH)
@UseGuards(SignatureGuard)
class BullMqController {
  constructor(private readonly queue: AlarmQueue) {}

  @Post()
  @HttpCode(200)
  async receive(@Body(ALARM_PIPE) alarm: QuotaAlarmDto): Promise<object> {
    await this.queue.add(alarm);
    return OK_ANSWER;
  }
}

export function naiveBullMq(port: string): ModuleMetadata {
  const queue = {
    provide: AlarmQueue,
    useFactory: (events: EventEmitter2) => new AlarmQueue({ port: Number(port) }, events),
    inject: [EventEmitter2],
  };
  return { controllers: [BullMqController], providers: [queue] };
}
