import type { INestApplication } from '@nestjs/common';
import type * as Supertest from 'supertest';
import { isObject } from '../../common/is-object.js';
import { parsedJson } from '../../common/parsed-json.js';
import type { ChatAnswer } from '../../protocol/answer.js';
import type { CallbackRequest } from '../callback-request.js';

/** The answer to a callback, with its HTTP status. Verdicts with data have further members. */
export interface TestAnswer extends ChatAnswer {
  /** HTTP status. */
  status: number;
  readonly [member: string]: unknown;
}

/** Posts a request to an app, through the app's own stack. */
export type Post = (request: CallbackRequest) => Promise<TestAnswer>;

/**
 * Returns how to post to an app, on Express and on Fastify. Loads supertest immediately, because it keeps the timers that it finds:
 * `inject` of Fastify would not work with fake timers.
 *
 * @throws Error if supertest is missing; when posting, if something other than the module answers, such as a route that does not exist
 */
export function postTo(app: INestApplication): Post {
  const { agent } = supertest();
  return async ({ url, headers, text }) => {
    await pluginsLoaded(app.getHttpAdapter().getInstance());
    const reply = await agent(app.getHttpServer()).post(url).set(headers).send(text);
    const answer = parsedJson(reply.text);
    if (isAnswer(answer)) return { ...answer, status: reply.status };
    const [path = '', query = ''] = url.split('?');
    const said = reply.text.replaceAll(`?${query}`, '').slice(0, 200);
    throw new Error(
      `not the module, but the app answered ${reply.status} at ${path}: ${said}; is app.init() awaited, and is the option path the whole path, with the app's global prefix?`,
    );
  };
}

/** Resolves when the server can answer. `init()` does not wait for the plugins of Fastify, which fails at a request that comes earlier. */
async function pluginsLoaded(server: unknown): Promise<void> {
  if (isFastify(server)) await server.ready();
}

/** Express has no `ready`. */
function isFastify(server: unknown): server is { ready(): Promise<unknown> } {
  return isObject(server) && 'ready' in server && typeof server.ready === 'function';
}

function supertest(): typeof Supertest {
  try {
    return require('supertest');
  } catch (error) {
    throw new Error('createTestChat posts with supertest: npm install --save-dev supertest', {
      cause: error,
    });
  }
}

function isAnswer(value: unknown): value is ChatAnswer {
  return isObject(value) && 'ActionStatus' in value && 'ErrorCode' in value;
}
