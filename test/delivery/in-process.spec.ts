import { describe } from 'vitest';
import { inProcessDelivery } from '../../src/index.js';
import { fulfilsTheContract } from './fulfils-the-contract.js';

describe('inProcessDelivery', () => {
  fulfilsTheContract((_store, options) => inProcessDelivery(options));
});
