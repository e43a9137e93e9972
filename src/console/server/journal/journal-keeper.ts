import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import { ResolvedConsoleOptions } from '../../tencent-chat-console.options.js';
import { CallbackJournal } from './callback-journal.js';
import { JournalObserver } from './journal-observer.js';

/** What share of the journal's memory one body may take, and how many bytes a character of it takes. */
const MOST_OF_IT = 1 / 10;
const CHARACTER_BYTES = 2;

/** Connects the journal to the lifecycles when the app starts. */
@Injectable()
export class JournalKeeper implements OnModuleInit {
  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly journal: CallbackJournal,
    private readonly registrations: ConsoleRegistrations,
  ) {}

  onModuleInit(): void {
    const { bodies, journal } = this.options;
    const maxLength = Math.floor((journal.maxBytes * MOST_OF_IT) / CHARACTER_BYTES);
    for (const { lifecycle } of this.registrations.all) {
      lifecycle.observe(new JournalObserver(this.journal, { shown: bodies === 'shown', maxLength }));
    }
  }
}
