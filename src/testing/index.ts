export {
  createCallbackRequest,
  type CallbackRequest,
  type CallbackRequestOptions,
} from './callback-request.js';
export { sampleCallback, type SampleCallback } from './sample-callback.js';
