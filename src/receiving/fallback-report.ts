import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { isBeforeCallback } from '../callbacks/callback-class.js';
import { CallbackTable } from '../callbacks/callback-table.js';
import { ResolvedReceivingOptions } from './receiving.options.js';
import { type Fallback, fallbackOf } from './verdict-fallback.js';

const UNANSWERED: readonly Fallback[] = ['allow', 'reject'];

/** Logs at start-up for which before-callbacks `verdicts.fallback` is not what Chat does without an answer. */
@Injectable()
export class FallbackReport implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: ResolvedReceivingOptions,
    private readonly callbacks: CallbackTable,
  ) {}

  onApplicationBootstrap(): void {
    const callbacks = [...this.callbacks.values()].filter(isBeforeCallback);
    for (const unanswered of UNANSWERED) {
      const others = callbacks.filter(
        (callback) =>
          (callback.unanswered ?? 'allow') === unanswered &&
          fallbackOf(this.options.verdicts.fallback, callback) !== unanswered,
      );
      if (others.length === 0) continue;
      const events = others.map(({ event }) => event).join(', ');
      const fallback = unanswered === 'allow' ? 'reject' : 'allow';
      this.logger.log(
        `verdicts.fallback is '${fallback}' for ${events}: without an answer Chat itself does the opposite, unless its console is set otherwise`,
      );
    }
  }
}
