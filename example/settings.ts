import type { LogLevel } from '@nestjs/common';

// The defaults let the example run at once. In your app, leave them out: without a token the module refuses to start,
// which is better than trusting a token that anybody can read here.

/** SDKAppID of your app in Chat's console. */
export const SDK_APP_ID = Number(process.env.SDK_APP_ID ?? 1400000000);

/** The token that stands beside the callback URL in the console. */
export const TOKEN = process.env.TENCENT_CHAT_TOKEN ?? 'example-token';

/** How far Chat's clock and ours may be apart. The demo, whose clock makes leaps, needs more than the default. */
export const TOLERANCE_SECONDS = Number(process.env.TOLERANCE_SECONDS ?? 60);

export const PORT = Number(process.env.PORT ?? 3000);

/** Path of the callback URL. */
export const WEBHOOK_PATH = '/tencent-chat/webhook';

/** Directory of the inbox, in which acknowledged callbacks wait for their handlers. */
export const INBOX = process.env.INBOX ?? './inbox';

/** Redis or Valkey, in which they wait instead where there are several machines. */
export const REDIS_URL = process.env.REDIS_URL || undefined;

/** The zone in which the day of the quota begins at midnight, and whose clock the messages go by. */
export const QUOTA_TIME_ZONE = 'Asia/Shanghai';

/** Nest logs everything by default. Here each single alarm is logged only with LOG_LEVEL=debug: there may be thousands. */
export const LOG_LEVELS: LogLevel[] =
  process.env.LOG_LEVEL === 'debug'
    ? ['fatal', 'error', 'warn', 'log', 'debug']
    : ['fatal', 'error', 'warn', 'log'];

/** File in which every alarm is noted when it was handled. For the demo, which proves with it that none was lost. */
export const JOURNAL = process.env.JOURNAL;
