import type { AddressInfo } from 'node:net';
import { type INestApplication, Module, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Adapter } from './server.js';

@Module({})
// oxlint-disable-next-line typescript/no-extraneous-class -- a Nest module says everything in its decorator
class ServerModule {}

/** Starts an app with the defaults of Nest, but without a log. */
export async function startNest(
  metadata: ModuleMetadata,
  adapter: Adapter,
): Promise<{ app: INestApplication; port: number }> {
  const httpAdapter = adapter === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create({ module: ServerModule, ...metadata }, httpAdapter, {
    logger: false,
    abortOnError: false,
  });
  await app.listen(0, '127.0.0.1');
  const address: AddressInfo = app.getHttpServer().address();
  return { app, port: address.port };
}
