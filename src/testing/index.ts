export * from './callback-request.js';
export { createTestChat, type TestChat, type TestChatOptions } from './test-chat/create-test-chat.js';
export type { TestAnswer } from './test-chat/post.js';
export type { Settled, TestCall } from './test-chat/settlement.js';
export { sampleCallback, type SampleCallback } from './sample-callback.js';
export {
  deliveryContract,
  type DeliveryCheck,
  type DeliveryContractOptions,
} from './delivery-contract/delivery-contract.js';
export type { ContractOptions, CreateDelivery } from './delivery-contract/contract-context.js';
