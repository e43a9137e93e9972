/** The app whose callbacks every server under test receives, and the answer that each server has to give. */
export const SDK_APP_ID = 1400000000;
export const TOKEN = 'a-token-of-the-benchmark';
export const PATH = 'tencent-chat/webhook';
export const TOLERANCE_SECONDS = 60;
export const OK_ANSWER = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
