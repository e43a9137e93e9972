import { EventEmitter2, type OnEventMetadata } from '@nestjs/event-emitter';

/** Whether what an `@OnEvent` was given is a pattern, and which names it listens to. */
export interface ListenedEvents {
  readonly isPattern: boolean;
  has(name: string): boolean;
}

/** As the app's emitter has it: one without wildcards knows no patterns. */
export function listenedEvents(emitter: EventEmitter2, event: OnEventMetadata['event']): ListenedEvents {
  const wildcard = Reflect.get(emitter, 'wildcard') === true;
  if (!wildcard) return { isPattern: false, has: (name) => name === event };
  const delimiter: unknown = Reflect.get(emitter, 'delimiter');
  const likeIt = new EventEmitter2({
    wildcard,
    ...(typeof delimiter === 'string' ? { delimiter } : {}),
  });
  likeIt.on(event, () => {});
  return {
    isPattern: (Array.isArray(event) ? event : [event]).some((part) => String(part).includes('*')),
    has: (name) => likeIt.listeners(name).length > 0,
  };
}
