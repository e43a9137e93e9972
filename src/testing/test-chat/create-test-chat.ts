import type { INestApplication } from '@nestjs/common';
import type { KnownCallback } from '../../callbacks/catalogue.js';
import { CallbackTable } from '../../callbacks/callback-table.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import { createCallbackRequest, type CallbackRequestOptions } from '../callback-request.js';
import type { SampleCallback } from '../sample-callback.js';
import { FreshBodies } from './fresh-bodies.js';
import { postTo, type Post, type TestAnswer } from './post.js';
import { Settlement, type Settled } from './settlement.js';

/** The app that a {@link TestChat} sends as, its token, and what the requests have in common. */
export type TestChatOptions = Omit<CallbackRequestOptions, 'command' | 'body'>;

/** A command of the catalogue, or the name of its event. */
type CallbackName = KnownCallback['command' | 'event'];

type CommandOf<Name> = Extract<KnownCallback, { command: Name } | { event: Name }>['command'];

/** Members that replace those of a command's sample. */
type Members<Name> = Partial<SampleCallback<CommandOf<Name>>> & Record<string, unknown>;

/** Sends callbacks to an app as Chat would, and waits for their handlers. */
export class TestChat {
  private readonly bodies = new FreshBodies();
  private readonly settlement: Settlement;
  private readonly post: Post;
  private readonly tables: readonly CallbackTable[];

  constructor(
    app: INestApplication,
    private readonly options: TestChatOptions,
  ) {
    this.post = postTo(app);
    this.tables = app.get(CallbackTable, { strict: false, each: true });
    this.settlement = new Settlement(options.sdkAppId);
    for (const lifecycle of app.get(Lifecycle, { strict: false, each: true })) {
      lifecycle.observe(this.settlement.observer());
    }
  }

  /**
   * Sends a callback: the command's sample, with the given members. Each call sends a new callback, unless the members hold the whole
   * idempotency key. Handlers of after-callbacks run after the answer: see {@link settled}.
   *
   * @param name a command, or the name of its event. Commands of the app's own and of tomorrow are any other text
   * @param members members that replace those of the sample
   * @returns the answer, whatever its status is
   */
  send<Name extends CallbackName>(name: Name, members?: Members<Name>): Promise<TestAnswer>;
  send(name: string, members?: object): Promise<TestAnswer>;
  send(name: string, members: object = {}): Promise<TestAnswer> {
    const command = this.commandOf(name);
    const body = this.bodies.make(command, members);
    return this.post(createCallbackRequest({ ...this.options, command, body }));
  }

  /**
   * Sends a before-callback.
   *
   * @param name a command, or the name of its event
   * @param members members that replace those of the sample
   * @returns the verdict as Chat reads it; its `ErrorCode` is 0 for "allow"
   * @throws Error if the request was rejected
   */
  verdict<Name extends CallbackName>(name: Name, members?: Members<Name>): Promise<TestAnswer>;
  verdict(name: string, members?: object): Promise<TestAnswer>;
  async verdict(name: string, members?: object): Promise<TestAnswer> {
    const answer = await this.send(name, members);
    if (answer.status === 200) return answer;
    throw new Error(`${name} was rejected with ${answer.status}: ${answer.ErrorInfo}`);
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

  private commandOf(name: string): string {
    for (const table of this.tables) {
      for (const { event, command } of table.values()) if (event === name) return command;
    }
    return name;
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
