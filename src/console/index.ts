export type {
  ConsoleAccess,
  ConsoleDeadLetter,
  ConsoleFault,
  ConsoleOverview,
  DeadLetterCommand,
  DeadLetterOutcome,
  ConsoleDeadLetterPage,
  DeadLetterQuery,
  JournalEntry,
  QuotaDayOverview,
  RegistrationOverview,
  StreamEvent,
} from './console-api.js';
export { CallbackJournal } from './server/journal/callback-journal.js';
export type { JournalOptions } from './server/journal/journal.options.js';
export type { TencentChatConsoleExtras } from './tencent-chat-console.extras.js';
export { TencentChatConsoleModule } from './tencent-chat-console.module.js';
export type { TencentChatConsoleOptions } from './tencent-chat-console.options.js';
