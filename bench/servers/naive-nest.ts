import { Body, Controller, HttpCode, type ModuleMetadata, Post, UseGuards } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { OK_ANSWER, PATH } from '../contract.js';
import { CallbackCounter } from './callback-counter.js';
import { ALARM_PIPE, QuotaAlarmDto, SignatureGuard } from './naive-request.js';
import type { DeliveryName, RunningServer, Setup } from './server.js';
import { startNest } from './start-nest.js';

/** What an engineer writes in half an hour with Nest and the vendor's page. Nothing survives a crash. */
@Controller(PATH)
@UseGuards(SignatureGuard)
class NaiveController {
  constructor(private readonly events: EventEmitter2) {}

  @Post()
  @HttpCode(200)
  receive(@Body(ALARM_PIPE) alarm: QuotaAlarmDto): object {
    this.events.emit('group.quotaAlarm', alarm);
    return OK_ANSWER;
  }
}

/** By the store that keeps an alarm until it is handled. Modules are imported when chosen, as with ours. */
const RECEIVERS: Record<DeliveryName, (store: string) => Promise<ModuleMetadata>> = {
  'in process': async () => ({ controllers: [NaiveController] }),
  lmdb: async (path) => (await import('./naive-lmdb.js')).naiveLmdb(path),
  PostgreSQL: async (url) => (await import('./naive-postgres.js')).naivePostgres(url),
  BullMQ: async (port) => (await import('./naive-bullmq.js')).naiveBullMq(port),
};

export async function startNaiveNest(
  { adapter = 'express', delivery = 'in process' }: Setup,
  store: string,
): Promise<RunningServer> {
  const { controllers, providers = [] } = await RECEIVERS[delivery](store);
  const { app, port } = await startNest(
    { imports: [EventEmitterModule.forRoot()], controllers, providers: [CallbackCounter, ...providers] },
    adapter,
  );
  return { port, handled: app.get(CallbackCounter) };
}
