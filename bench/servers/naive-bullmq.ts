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

/** The default of ours. */
const CONCURRENCY = 32;

/** How long a handled alarm is recognised, in seconds: the default of ours. */
const REMEMBERED_S = 600;

/** What an engineer adds in an afternoon with the guide of BullMQ: Redis keeps an alarm until it is handled. */
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
