import './instrumentation.js'; // first, because meters that are made before it record nothing
import type { Server } from 'node:http';
import { Logger } from '@nestjs/common';
import type { ConfigType } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { consoleConfig } from './console.config.js';

async function bootstrap(): Promise<void> {
  const logger = new Logger('Main');
  // No `debug`: AlarmService writes a debug line for every alarm, and there may be thousands.
  const app = await NestFactory.create(AppModule, { logger: ['log'] });

  // On SIGTERM the app first handles the callbacks that it accepted. Then it ends with exit code 0, unlike a killed process.
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });

  // Longer than the load balancer's time (or Chat's own), so that no callback meets a connection that the app is closing.
  const server: Server = app.getHttpServer();
  server.keepAliveTimeout = 75_000;

  const port = process.env.PORT ?? 3000;
  try {
    await app.listen(port, '127.0.0.1'); // in a container leave the address out
    const url = await app.getUrl();
    logger.log(`Callback URL: ${url}/tencent-chat/webhook`);
    const { password, isGenerated } = app.get<ConfigType<typeof consoleConfig>>(consoleConfig.KEY);
    const login = isGenerated ? `${password}, until the next start` : 'of CONSOLE_PASSWORD';
    logger.log(`Console: ${url}/tencent-chat/console (any user name, password ${login})`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    await app.close();
    logger.error(
      `Port ${port} is in use: stop what listens there, or take another port, PORT=3001 npm start`,
    );
    process.exitCode = 1;
  }
}
void bootstrap();
