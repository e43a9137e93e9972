export {
  createCallbackRequest,
  type CallbackRequest,
  type CallbackRequestOptions,
} from './callback-request.js';
export { sampleCallback, type SampleCallback } from './sample-callback.js';
export {
  deliveryContract,
  type DeliveryCheck,
  type DeliveryContractOptions,
} from './delivery-contract/delivery-contract.js';
export type { ContractOptions, CreateDelivery } from './delivery-contract/contract-context.js';
