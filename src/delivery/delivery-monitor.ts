import { Injectable } from '@nestjs/common';
import { Delivery, type DeliveryStats } from './delivery.js';

/** Tells how much a registration's delivery holds: for metrics and health checks. */
@Injectable()
export class DeliveryMonitor {
  constructor(private readonly delivery: Delivery) {}

  stats(): Promise<DeliveryStats> {
    return this.delivery.stats();
  }
}
