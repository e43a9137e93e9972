import { parseArgs } from 'node:util';
import type { CallbackRequestOptions } from 'nestjs-tencent-chat-webhook/testing';
import { quotaAlarm } from './quota-alarm.js';
import { sendCallback } from './send-callback.js';
import { PORT, SDK_APP_ID, TOKEN, WEBHOOK_PATH } from './settings.js';

const USAGE = `Sends one signed quota alarm to a receiver.

npm run simulate -- --used <groups> [options]

  --used <groups>      groups that are used up today, such as 9100
  --quota <groups>     groups that can be created in a day (10000)
  --url <url>          callback URL of the receiver (http://127.0.0.1:${PORT}${WEBHOOK_PATH})
  --sdk-app-id <id>    app that the alarm is for (SDK_APP_ID of the environment, or the example's)
  --token <token>      token to sign with (TENCENT_CHAT_TOKEN of the environment, or the example's)`;

process.exitCode = await simulate(process.argv.slice(2));

/** @returns the exit code */
async function simulate(args: string[]): Promise<number> {
  let alarm: CallbackRequestOptions;
  try {
    alarm = alarmFrom(args);
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    return 1;
  }
  try {
    const sent = performance.now();
    const reply = await sendCallback(alarm);
    const tookMs = Math.round(performance.now() - sent);
    console.log(`answered in ${tookMs} ms (Chat waits 2000): ${reply.words}`);
    return reply.accepted ? 0 : 1;
  } catch (error) {
    console.error(messageOf(error));
    return 1;
  }
}

/** @throws Error saying what is wrong with the arguments */
function alarmFrom(args: string[]): CallbackRequestOptions {
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string', default: `http://127.0.0.1:${PORT}${WEBHOOK_PATH}` },
      used: { type: 'string' },
      quota: { type: 'string', default: '10000' },
      'sdk-app-id': { type: 'string', default: String(SDK_APP_ID) },
      token: { type: 'string', default: TOKEN },
    },
  });
  if (!/^https?:\/\//.test(values.url) || !URL.canParse(values.url)) {
    throw new Error(`--url must be a whole URL that begins with http:// or https://, not "${values.url}"`);
  }
  const used = wholeNumber('--used', values.used);
  const quota = wholeNumber('--quota', values.quota);
  return {
    sdkAppId: wholeNumber('--sdk-app-id', values['sdk-app-id']),
    token: values.token,
    path: values.url,
    body: quotaAlarm(used, quota, Date.now()),
  };
}

function wholeNumber(flag: string, value: string | undefined): number {
  if (value === undefined) throw new Error(`${flag} is missing`);
  if (!/^\d{1,15}$/.test(value)) throw new Error(`${flag} must be a whole number, not "${value}"`);
  return Number(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
