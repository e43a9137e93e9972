import type { Agent } from 'node:http';
import { createCallbackRequest } from '../../testing/callback-request.js';
import type { ChatApp } from '../chat-app.js';
import { readAnswer } from '../chat-opinion.js';
import { exchange, type Exchange, type Message } from '../exchange.js';
import { FreshSamples } from '../fresh-sample.js';

export interface ExaminationOptions {
  /** The callback URL as it is set in Chat's console. */
  url: string;
  app: ChatApp;
  /** The command of ordinary callbacks. */
  command: string;
  /** How long a connection stays idle before it is used again. */
  idleSeconds: number;
  /** Whether to go on if the certificate is not trusted. */
  insecure: boolean;
  hide: (text: string) => string;
}

/** Changes to an ordinary callback. */
export interface CallbackChanges {
  command?: string;
  /** Members that replace or complete those of the sample; `undefined` removes one. */
  members?: Readonly<Record<string, unknown>>;
  /** The body, byte for byte, instead of the sample. */
  body?: string | Buffer;
  sdkAppId?: number;
  token?: ChatApp['token'];
  requestTime?: number;
  optPlatform?: string;
  /** Changes the parameters that Chat appends to the URL. */
  parameters?: (parameters: [name: string, value: string][]) => [name: string, value: string][];
  headers?: Readonly<Record<string, string>>;
  method?: string;
}

/** A receiver under examination, and how to send callbacks to it. */
export class Examination {
  private readonly samples: FreshSamples;

  private constructor(
    readonly options: ExaminationOptions,
    readonly ordinary: Exchange,
  ) {
    this.samples = new FreshSamples(options.app.sdkAppId);
  }

  /** Sends an ordinary callback. Its answer is the reference for all others. */
  static async begin(options: ExaminationOptions): Promise<Examination> {
    const message = ordinaryCallback(options, new FreshSamples(options.app.sdkAppId), {});
    return new Examination(
      options,
      await exchange(message, { insecure: options.insecure, hide: options.hide }),
    );
  }

  get url(): URL {
    return new URL(this.options.url);
  }

  get token(): ChatApp['token'] {
    return this.options.app.token;
  }

  callback(changes: CallbackChanges = {}): Message {
    return ordinaryCallback(this.options, this.samples, changes);
  }

  sample(command: string): Record<string, unknown> {
    return this.samples.next(command);
  }

  send(message: Message, agent?: Agent): Promise<Exchange> {
    const { insecure, hide } = this.options;
    return exchange(message, { agent, insecure, hide });
  }

  /** Whether the receiver accepted an ordinary callback, even if its answer has faults. */
  get works(): boolean {
    const { ordinary } = this;
    return ordinary.answered && ordinary.status >= 200 && ordinary.status < 300 && !saysFail(ordinary.text);
  }

  /** Whether the receiver accepted a callback, even if the answer has faults that all its answers have. */
  accepts(one: Exchange): boolean {
    if (!one.answered || saysFail(one.text)) return false;
    if (one.status === 200) return true;
    return this.ordinary.answered && one.status === this.ordinary.status;
  }

  /** Whether the receiver rejected a callback. An error of the server is no decision. */
  rejects(one: Exchange): boolean {
    return one.answered && one.status < 500 && !this.accepts(one);
  }
}

function saysFail(text: string): boolean {
  return readAnswer(text)?.ActionStatus === 'FAIL';
}

function ordinaryCallback(
  { url, app, command: usual }: ExaminationOptions,
  samples: FreshSamples,
  changes: CallbackChanges,
): Message {
  const { command = usual, parameters = (all) => all, members, body } = changes;
  const request = createCallbackRequest({
    sdkAppId: changes.sdkAppId ?? app.sdkAppId,
    token: changes.token ?? app.token,
    command,
    ...(changes.requestTime !== undefined && { requestTime: changes.requestTime }),
    ...(changes.optPlatform !== undefined && { optPlatform: changes.optPlatform }),
  });
  const query = new URLSearchParams(parameters(Object.entries(request.query))).toString();
  return {
    method: changes.method ?? 'POST',
    url: `${url}${url.includes('?') ? '&' : '?'}${query}`,
    headers: changes.headers ?? request.headers,
    body: body ?? JSON.stringify({ ...samples.next(command), ...members }),
  };
}
