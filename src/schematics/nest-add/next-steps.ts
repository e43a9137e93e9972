import type { ResolvedNestAddOptions } from './nest-add.options.js';

/** What determines the steps. */
export interface Outcome {
  /** Whether `package.json` lists packages that are not installed. */
  lacksPackages: boolean;
  /** Whether `.env` had no token. */
  hasNewToken: boolean;
  /** Whether the app calls `enableShutdownHooks()`. */
  endsGracefully: boolean;
  /** Runs the test that was written. */
  testCommand: string;
}

/** Returns the steps that a person has to do. */
export function nextSteps(
  options: ResolvedNestAddOptions,
  { lacksPackages, hasNewToken, endsGracefully, testCommand }: Outcome,
): string {
  const variables = Object.keys(options.delivery.env ?? {});
  const steps = [
    ...(lacksPackages ? ['Install the packages that package.json lists now.'] : []),
    `In .env, set TENCENT_CHAT_SDK_APP_ID to the SDKAppID of your app.${hasNewToken ? ' TENCENT_CHAT_TOKEN is a new, random one.' : ''}`,
    ...variables.map((name) => `In .env, check ${name}, where accepted callbacks are kept.`),
    `In Chat's console, under Webhook Configuration (回调配置):
   URL     https://your-host/tencent-chat/webhook (below the global prefix, if the app has one)
   Token   switch authentication (鉴权) on, and enter the TENCENT_CHAT_TOKEN of .env
   Alarm   switch on the quota alarm (单日净增群组数告警) and "after a group's profile changed"`,
    ...(endsGracefully
      ? []
      : [
          `In ${options.sourceRoot}/main.ts, call app.enableShutdownHooks(): on SIGTERM the app then handles what it has accepted.`,
        ]),
    `Try it: ${testCommand}. Then start the app, and send it an alarm:
   npx nestjs-tencent-chat-webhook send --url http://localhost:3000/tencent-chat/webhook --set QuotaUsed=9100`,
    ...(options.console
      ? [
          'Open http://localhost:3000/tencent-chat/console: any user name, and the TENCENT_CHAT_CONSOLE_PASSWORD of .env.',
        ]
      : []),
  ];
  return `\nWhat is left to do:\n${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}\n`;
}
