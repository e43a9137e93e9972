import { Child } from '../child-process.js';
import type { AcceptOrder, AcceptState } from './acceptor.js';
import type { DurableOptions } from './durable.js';
import type { Store } from './store.js';

export type Acceptor = Child<AcceptOrder, AcceptState>;

export function startAcceptor({ durable, address }: Store, options: DurableOptions = {}): Acceptor {
  return new Child(`the acceptor of ${durable}`, 'deliveries/acceptor.js', {
    args: [durable, address, JSON.stringify(options)],
    nodeOptions: ['--expose-gc'],
  });
}
