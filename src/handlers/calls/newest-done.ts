import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../../common/collections/bounded-map.js';
import { errorLine } from '../../common/error-text.js';
import { Delivery } from '../../delivery/port/delivery.js';
import { shortId } from '../../common/short-id.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';

/** How many things this process remembers. */
const MAX_THINGS = 20_000;

/** How long the processes that share a store remember a thing, in ms. */
const SHARED_MS = 3_600_000;

/** Knows the newest event that each handler has handled about each thing: in this process, and in those that share the delivery's store. */
@Injectable()
export class NewestDone {
  /** Orders by thing. The thing of the latest event is last. */
  private readonly orders = new BoundedMap<string, number>(MAX_THINGS);

  constructor(
    private readonly delivery: Delivery,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Whether the handler has handled a newer event about the thing. Rejects if the store cannot be read. */
  async isNewerThan(order: number, handler: string, key: string): Promise<boolean> {
    const thing = thingOf(handler, key);
    if ((this.orders.get(thing) ?? order) > order) return true;
    const shared = await this.delivery.shared?.latest(thing);
    return shared !== undefined && shared.order > order;
  }

  /** Notes that the handler has handled an event about the thing. */
  async note(order: number, handler: string, key: string): Promise<void> {
    const thing = thingOf(handler, key);
    const newest = Math.max(order, this.orders.get(thing) ?? order);
    this.orders.delete(thing);
    this.orders.set(thing, newest);
    try {
      await this.delivery.shared?.advance(thing, { order, value: null }, SHARED_MS);
    } catch (error) {
      const message = `other processes do not know what ${handler} has done: ${errorLine(error)}`;
      this.lifecycle.report('fault', { message });
    }
  }
}

function thingOf(handler: string, key: string): string {
  return `stale/${shortId(JSON.stringify([handler, key]))}`;
}
