import {
  Logger,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EventEmitter2 } from '@nestjs/event-emitter';
import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { keyOf, type QuotaAlarmDto } from './naive-request.js';
import { type AlarmStore, storing } from './naive-store.js';

const QUEUE = 'alarms';

/** The default of ours. */
const CONCURRENCY = 32;

/** How long a handled alarm is recognised, in seconds: the default of ours. */
const REMEMBERED_S = 600;

/** What an engineer adds in an afternoon with the guide of BullMQ: Redis keeps an alarm until it is handled. */
class AlarmQueue implements AlarmStore, OnApplicationBootstrap, OnApplicationShutdown {
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

export function naiveBullMq(port: string): ModuleMetadata {
  return storing((events) => new AlarmQueue({ port: Number(port) }, events));
}
