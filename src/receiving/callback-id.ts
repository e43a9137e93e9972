/** Where a request keeps the id of the callback that it became. */
export const CALLBACK_ID = Symbol('TencentChatCallbackId');

/** A request that a callback came with. */
export interface CallbackRequest {
  [CALLBACK_ID]?: string;
}
