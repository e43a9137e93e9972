import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Delivery } from '../delivery/port/delivery.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { adapterOf } from './adapter/when-adapter-exists.js';
import { ResolvedHttpOptions } from './http.options.js';
import { WebhookRoute } from './webhook-route.js';

/** A path segment of this length may be a secret, so the log shows only its beginning. */
const SECRET_LENGTH = 16;

/** Logs at start-up what a registration receives and how its delivery keeps it. */
@Injectable()
export class StartUpReport implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: ResolvedHttpOptions,
    private readonly route: WebhookRoute,
    private readonly delivery: Delivery,
    private readonly lifecycle: Lifecycle,
    private readonly host: HttpAdapterHost,
  ) {}

  onApplicationBootstrap(): void {
    const apps = [...this.options.apps.keys()].join(', ');
    const receives = adapterOf(this.host)
      ? `receives at ${shortened(this.route.fullPath)} for SdkAppid ${apps}`
      : 'receives nothing, because this app has no HTTP server';
    const durability = this.delivery.durable ? 'survive a crash' : 'do not survive a crash';
    this.logger.log(
      `registration '${this.lifecycle.registration}' ${receives}; accepted callbacks are kept ${this.delivery.label} and ${durability}`,
    );
    for (const [sdkAppId, tokens] of this.options.apps) {
      if (tokens !== false) continue;
      this.logger.warn(
        `callbacks for SdkAppid ${sdkAppId} are not authenticated, because its token is false: anyone who knows the URL can send events`,
      );
    }
  }
}

function shortened(path: string): string {
  const segments = path
    .split('/')
    .map((segment) => (segment.length < SECRET_LENGTH ? segment : `${segment.slice(0, 4)}…`));
  return segments.join('/');
}
