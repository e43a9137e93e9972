import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Delivery } from '../delivery/port/delivery.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ResolvedHttpOptions } from './http.options.js';
import { WebhookRoute } from './webhook-route.js';

/** A segment of this length is taken for a secret. */
const SECRET_LENGTH = 16;

/** Says at start-up what a registration receives, and where it keeps it. */
@Injectable()
export class StartUpReport implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: ResolvedHttpOptions,
    private readonly route: WebhookRoute,
    private readonly delivery: Delivery,
    private readonly lifecycle: Lifecycle,
  ) {}

  onApplicationBootstrap(): void {
    const apps = [...this.options.apps.keys()].join(', ');
    const fate = this.delivery.durable ? 'survives a crash' : 'does not survive a crash';
    this.logger.log(
      `registration '${this.lifecycle.registration}' receives at ${shortened(this.route.fullPath)} for SdkAppid ${apps}; what it accepted is kept ${this.delivery.label}, which ${fate}`,
    );
    for (const [sdkAppId, tokens] of this.options.apps) {
      if (tokens !== false) continue;
      this.logger.warn(
        `callbacks for SdkAppid ${sdkAppId} are not authenticated, because its token is false: anybody who knows the URL can send events`,
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
