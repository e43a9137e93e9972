// The defaults let the example run at once. In your app, leave them out: without a token the module refuses to start,
// which is better than trusting a token that anybody can read here.

/** SDKAppID of your app in Chat's console. */
export const SDK_APP_ID = Number(process.env.SDK_APP_ID ?? 1400000000);

/** The token that stands beside the callback URL in the console. */
export const TOKEN = process.env.TENCENT_CHAT_TOKEN ?? 'example-token';

export const PORT = Number(process.env.PORT ?? 3000);

/** Path of the callback URL. */
export const WEBHOOK_PATH = '/tencent-chat/webhook';
