export { type OpenApi31Document, tencentChatWebhooks } from './tencent-chat-webhooks.js';
