export type * from './api/console-api.js';
export { CallbackJournal } from './server/journal/callback-journal.js';
export type { JournalOptions } from './options/journal.options.js';
export type { TencentChatConsoleExtras } from './options/tencent-chat-console.extras.js';
export { TencentChatConsoleModule } from './tencent-chat-console.module.js';
export type { TencentChatConsoleOptions } from './options/tencent-chat-console.options.js';
