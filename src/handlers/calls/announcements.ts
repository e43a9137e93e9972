import { Injectable } from '@nestjs/common';
import { errorLine } from '../../common/error-text.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import { EmitterListeners } from '../discovery/emitter-listeners.js';
import type { Handler } from '../handler.js';
import { HandlerRegistry } from '../discovery/handler-registry.js';

/** How many calls may run at a time. Strangers can cause thousands of announcements. */
const MAX_RUNNING = 100;

/** Calls handlers and observers without waiting for them. Failures are only reported. */
@Injectable()
export class Announcements {
  private running = 0;

  constructor(
    private readonly registry: HandlerRegistry,
    private readonly listeners: EmitterListeners,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Calls every handler of an event, each with its own event object, unless too many calls run already. */
  announce(name: string, create: () => object): void {
    for (const { id, call } of this.lookUp(name, () => this.registry.handlersOf(name, ''))) {
      this.run(`${id}, which listens to ${name},`, call, create());
    }
  }

  /** Calls the `onAny` observers of the app's emitter with an event. */
  show(name: string, create: () => object): void {
    for (const call of this.lookUp(name, () => this.listeners.observersOf(name))) {
      this.run(`an onAny listener of ${name}`, call, create());
    }
  }

  private lookUp<Found>(name: string, find: () => readonly Found[]): readonly Found[] {
    try {
      return find();
    } catch (error) {
      const message = `the listeners of ${name} cannot be looked up: ${errorLine(error)}`;
      this.lifecycle.report('fault', { message, error });
      return [];
    }
  }

  private run(listener: string, call: Handler['call'], event: object): void {
    if (this.running >= MAX_RUNNING) {
      this.lifecycle.report('fault', {
        message: `${listener} is not called, because ${MAX_RUNNING} such calls are running`,
      });
      return;
    }
    this.running += 1;
    void this.attempt(listener, call, event);
  }

  private async attempt(listener: string, call: Handler['call'], event: object): Promise<void> {
    try {
      await call(event);
    } catch (error) {
      this.lifecycle.report('fault', { message: `${listener} failed: ${errorLine(error)}`, error });
    } finally {
      this.running -= 1;
    }
  }
}
