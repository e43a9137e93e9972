import type { INestApplication } from '@nestjs/common';
import type { CallbackCommand } from '../../callbacks/catalogue.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import { createCallbackRequest, type CallbackRequestOptions } from '../callback-request.js';
import type { SampleCallback } from '../sample-callback.js';
import { FreshBodies } from './fresh-bodies.js';
import { postTo, type Post, type TestAnswer } from './post.js';
import { Settlement, type Settled } from './settlement.js';

/** The app that a {@link TestChat} sends as, its token, and what the requests have in common. */
export type TestChatOptions = Omit<CallbackRequestOptions, 'command' | 'body'>;

/** Members that replace those of a command's sample. */
type Members<Command extends CallbackCommand> = Partial<SampleCallback<Command>> & Record<string, unknown>;

/** Sends callbacks to an app as Chat would, and waits for their handlers. */
export class TestChat {
  private readonly bodies = new FreshBodies();
  private readonly settlement: Settlement;
  private readonly post: Post;

  constructor(
    app: INestApplication,
    private readonly options: TestChatOptions,
  ) {
    this.post = postTo(app);
    this.settlement = new Settlement(options.sdkAppId);
    for (const lifecycle of app.get(Lifecycle, { strict: false, each: true })) {
      lifecycle.observe(this.settlement.observer());
    }
  }

  /**
   * Sends a callback: the command's sample, with the given members. Each call sends a new callback, unless the members hold the whole
   * idempotency key. Handlers of after-callbacks run after the answer: see {@link settled}.
   *
   * @returns the answer, whatever its status is
   */
  send<Command extends CallbackCommand>(command: Command, members?: Members<Command>): Promise<TestAnswer>;
  send(command: string, members?: object): Promise<TestAnswer>;
  send(command: string, members: object = {}): Promise<TestAnswer> {
    const body = this.bodies.make(command, members);
    return this.post(createCallbackRequest({ ...this.options, command, body }));
  }

  /**
   * Sends a before-callback.
   *
   * @returns the verdict as Chat reads it; its `ErrorCode` is 0 for "allow"
   * @throws Error if the request was rejected
   */
  verdict<Command extends CallbackCommand>(command: Command, members?: Members<Command>): Promise<TestAnswer>;
  verdict(command: string, members?: object): Promise<TestAnswer>;
  async verdict(command: string, members?: object): Promise<TestAnswer> {
    const answer = await this.send(command, members);
    if (answer.status === 200) return answer;
    throw new Error(`${command} was rejected with ${answer.status}: ${answer.ErrorInfo}`);
  }

  /**
   * Waits until every handler of the callbacks is done, those of events that handlers caused included. A handler that failed and
   * waits for its next attempt counts as done, and so does a before-handler that has not ended a second after Chat got the fallback.
   *
   * @param options `retries: true` waits for all attempts as well
   * @returns what happened since the last call
   */
  settled({ retries = false }: { retries?: boolean } = {}): Promise<Settled> {
    return this.settlement.settled(retries);
  }
}

/**
 * Plays Chat for the tests of an app.
 *
 * @param app an app on Express or Fastify, whose `init()` is awaited before the first callback. If the test fakes
 * timers, make the TestChat first; Jest's fake timers also need `doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask']`
 *
 * @example
 * ```ts
 * const chat = createTestChat(app, { sdkAppId, token });
 * await chat.send('Group.CallbackOnDailyGroupQuotaAlarm', { QuotaUsed: 9100 });
 * await chat.settled();
 * ```
 */
export function createTestChat(app: INestApplication, options: TestChatOptions): TestChat {
  return new TestChat(app, options);
}
