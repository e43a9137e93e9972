import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describeConsole } from './describe-console';

describeConsole('Fastify', () => new FastifyAdapter());
