import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import { RejectedRequest } from '../protocol/rejected-request.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import { type AdapterResponse, isAnswered } from './adapter/adapter-response.js';
import { mountOwnRoute } from './adapter/own-route.js';
import { keepParsersOff } from './adapter/parsers-kept-off.js';
import { adapterOf, whenAdapterExists } from './adapter/when-adapter-exists.js';
import { AnswerWriter } from './answer-writer.js';
import { catchBody } from './body-reader.js';
import { ResolvedHttpOptions } from './http.options.js';
import { leadsTo } from './mount-controller.js';
import { Rejections } from './rejections.js';
import { ANSWER, webhookMessage } from './webhook-request.js';
import { WebhookRoute } from './webhook-route.js';

/**
 * Mounts the callback URL, and keeps Nest's body parsers off it. They would round long integers, and answer malformed JSON in the host's
 * own words. If a request of Chat lacks a Content-Type, Express would ignore its body, and Fastify would refuse it. The rest of the app
 * sees the request as Chat sent it.
 */
@Injectable()
export class WebhookMount implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly options: ResolvedHttpOptions,
    private readonly route: WebhookRoute,
    private readonly answers: AnswerWriter,
    private readonly rejections: Rejections,
  ) {
    // In the constructor, because the app installs its parsers and routes as soon as it is initialised.
    whenAdapterExists(host, (adapter) => this.install(adapter));
  }

  /** @throws Error on an unsupported adapter */
  onModuleInit(): void {
    const adapter = adapterOf(this.host);
    if (!adapter) return;
    const type = adapter.getType();
    if (type !== 'express' && type !== 'fastify') {
      throw new Error(
        `TencentChatWebhookModule works on Express and Fastify, not on an adapter of type ${type}`,
      );
    }
  }

  private install(adapter: AbstractHttpAdapter): void {
    mountOwnRoute(adapter, {
      isServedBy: (handler) => leadsTo(this.route.controller, handler),
      arrived: (message, payload) => catchBody(message, payload, this.options.bodyLimit),
      left: (request, response) => this.answerIfNobodyDid(request, response),
    });
    if (adapter.getType() !== 'express') return;
    keepParsersOff(adapter, ({ method, url }) => {
      const path = method === 'POST' ? pathOf(url) : undefined;
      return path !== undefined && this.route.matches(path);
    });
  }

  /** Answers a request that an interceptor has ended before the controller was called. */
  private answerIfNobodyDid(request: AdapterRequest, response: AdapterResponse): void {
    if (isAnswered(response) || webhookMessage(request)[ANSWER] !== undefined) return;
    const unanswered = new RejectedRequest(
      'rejectedByHost',
      503,
      'an interceptor of the app ended the request without the webhook: let it return next.handle() for this route',
    );
    this.answers.write(request, response, this.rejections.answerTo(unanswered, request));
  }
}

/** Returns the path of a request target. Routers also accept targets in absolute form (`http://host/path?query`). */
function pathOf(target: string | undefined): string | undefined {
  const local = target?.startsWith('/') ? target : target?.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '');
  return local?.split('?', 1)[0];
}
