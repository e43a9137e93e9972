import { Module } from '@nestjs/common';
import { AppModule } from '../../example/src/app.module.js';
import { AlarmJournalService } from './alarm-journal.service.js';
import { OddityLogService } from './oddity-log.service.js';
import { WelcomeService } from './welcome.service.js';

/** The example app as it is, and beside its handlers those that the simulation looks through, and one that fails at times. */
@Module({ imports: [AppModule], providers: [AlarmJournalService, OddityLogService, WelcomeService] })
export class ObservedAppModule {}
