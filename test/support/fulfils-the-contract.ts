import { it } from 'vitest';
import {
  deliveryContract,
  type CreateDelivery,
  type DeliveryContractOptions,
} from '../../src/testing/index.js';

/** A test of every check of the contract. */
export function fulfilsTheContract(create: CreateDelivery, options?: DeliveryContractOptions): void {
  it.each(deliveryContract(create, options))('$name', ({ check }) => check());
}
