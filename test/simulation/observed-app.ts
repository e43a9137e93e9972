/** Starts the example app with its observers; the environment says with which inbox and journal. */
import './simulated-clock.js';
import { NestFactory } from '@nestjs/core';
import { ObservedAppModule } from './observed-app.module.js';

const app = await NestFactory.create(ObservedAppModule, { logger: ['log'] });
app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
// Ctrl-C reaches it as well: whoever has started it asks it to stop.
process.on('SIGINT', () => {});
// Any free port, so that several simulations can run at a time.
await app.listen(0, '127.0.0.1');
console.log(`Callback URL: ${await app.getUrl()}/tencent-chat/webhook`);
