import { Child } from '../child-process.js';
import type { AcceptOrder, AcceptState } from './acceptor.js';
import type { DurableOptions } from './durable.js';
import type { Store } from './store.js';

export type Acceptor = Child<AcceptOrder, AcceptState>;

export function startAcceptor({ durable, address }: Store, options: DurableOptions = {}): Acceptor {
  return new Child(
    `the acceptor of ${durable}`,
    new URL('acceptor.js', import.meta.url),
    [durable, address, JSON.stringify(options)],
    ['--expose-gc'],
  );
}
