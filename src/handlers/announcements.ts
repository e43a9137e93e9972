import { Injectable } from '@nestjs/common';
import { errorLine } from '../common/error-text.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import type { Handler } from './handler.js';
import { HandlerRegistry } from './handler-registry.js';

/** How many calls may be under way at a time: strangers can cause announcements by the thousand. */
const MOST_RUNNING = 100;

/** Calls whose outcome nobody waits for. Failures are only reported. */
@Injectable()
export class Announcements {
  private running = 0;

  constructor(
    private readonly registry: HandlerRegistry,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Hands an event of its own to everybody who listens to it, unless too many such calls are under way. */
  announce(name: string, create: () => object): void {
    for (const { id, call } of this.registry.handlersOf(name, '')) {
      this.run(`${id}, which listens to ${name},`, call, create());
    }
  }

  /** Shows an event to those that listen to whatever is emitted. */
  show(name: string, create: () => object): void {
    for (const call of this.registry.observerCalls(name)) {
      this.run(`an onAny listener of ${name}`, call, create());
    }
  }

  private run(who: string, call: Handler['call'], event: object): void {
    if (this.running >= MOST_RUNNING) {
      this.lifecycle.report('fault', {
        message: `${who} is not called, because ${MOST_RUNNING} such calls are under way`,
      });
      return;
    }
    this.running += 1;
    void this.attempt(who, call, event);
  }

  private async attempt(who: string, call: Handler['call'], event: object): Promise<void> {
    try {
      await call(event);
    } catch (error) {
      this.lifecycle.report('fault', { message: `${who} failed: ${errorLine(error)}`, error });
    } finally {
      this.running -= 1;
    }
  }
}
