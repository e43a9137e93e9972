import { EventEmitter2, type OnEventMetadata } from '@nestjs/event-emitter';

/** The events that one `@OnEvent` listens to. */
export interface ListenedEvents {
  /** Whether it was given a pattern such as `group.*`. */
  readonly isPattern: boolean;
  has(name: string): boolean;
}

/** Interprets the argument of `@OnEvent` like the app's emitter, which knows patterns only if it was made with `wildcard`. */
export function listenedEvents(emitter: EventEmitter2, event: OnEventMetadata['event']): ListenedEvents {
  const wildcard = Reflect.get(emitter, 'wildcard') === true;
  if (!wildcard) return { isPattern: false, has: (name) => name === event };
  const delimiter: unknown = Reflect.get(emitter, 'delimiter');
  const twin = new EventEmitter2({ wildcard, ...(typeof delimiter === 'string' ? { delimiter } : {}) });
  twin.on(event, () => {});
  return {
    isPattern: (Array.isArray(event) ? event : [event]).some((part) => String(part).includes('*')),
    has: (name) => twin.listeners(name).length > 0,
  };
}
