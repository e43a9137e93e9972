import { Controller, HttpCode, Post } from '@nestjs/common';
import { OK_ANSWER, PATH } from '../contract.js';
import type { RunningServer, Setup } from './server.js';
import { startNest } from './start-nest.js';

/** Answers OK and does nothing: the upper bound with Nest and its body parser. */
@Controller(PATH)
class EmptyController {
  @Post()
  @HttpCode(200)
  receive(): object {
    return OK_ANSWER;
  }
}

export async function startEmptyNest({ adapter = 'express' }: Setup): Promise<RunningServer> {
  const { port } = await startNest({ controllers: [EmptyController] }, adapter);
  return { port };
}
