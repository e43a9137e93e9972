import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';
import { AppModule } from './app.module.js';
import { delivery } from './delivery.js';
import { quotaAlarm } from './quota-alarm.js';
import { LOG_LEVELS, PORT, SDK_APP_ID, TOKEN, WEBHOOK_PATH } from './settings.js';

const app = await NestFactory.create(AppModule, { logger: LOG_LEVELS });

// What was accepted is handled before the app goes. It then exits with 0, which tells a clean end from being killed.
app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });

// Chat, or the load balancer in front of this app, keeps its connections and uses them again. Node (before
// version 26) closes one that was idle for 5 s, and a callback that is under way at that moment is lost: by default
// Chat does not repeat it. So the other side has to be the first to hang up, as load balancers usually do after 60 to
// 75 s.
const server: Server = app.getHttpServer();
server.keepAliveTimeout = 90_000;

// The example stays on this machine; in a container listen on 0.0.0.0.
await app.listen(PORT, '127.0.0.1');

const origin = await app.getUrl();
const url = origin + WEBHOOK_PATH;
const request = createCallbackRequest({
  sdkAppId: SDK_APP_ID,
  token: TOKEN,
  path: url,
  body: quotaAlarm(9100, 10_000, Date.now()),
});

console.log(`
Callback URL: ${url}
Delivery: ${delivery.words}
Enter it in Chat's console with your public address in place of ${origin}, and TENCENT_CHAT_TOKEN beside it.

One alarm by hand; the signature in this line is good for one minute:
curl '${request.url}' -H 'Content-Type: application/json' -d '${JSON.stringify(request.body)}'

One alarm at any time:
npx nestjs-tencent-chat-webhook send --url ${url} --sdk-app-id ${SDK_APP_ID} --token ${TOKEN} --set QuotaUsed=9100

The app tells of 70, 80, 90 and 100 % once a day each; with LOG_LEVEL=debug in its environment, of every alarm.
`);
