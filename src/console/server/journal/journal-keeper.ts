import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import { ResolvedConsoleOptions } from '../../options/tencent-chat-console.options.js';
import { CallbackJournal } from './callback-journal.js';
import { JournalObserver } from './journal-observer.js';

/** Maximum length of a body in characters, for each byte of the journal: a body takes at most a tenth of it, at two bytes a character. */
const CHARACTERS_PER_BYTE = 1 / 20;

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
    const maxBodyLength = bodies === 'shown' ? journal.maxBytes * CHARACTERS_PER_BYTE : 0;
    for (const { lifecycle } of this.registrations.all) {
      lifecycle.observe(new JournalObserver(this.journal, maxBodyLength));
    }
  }
}
