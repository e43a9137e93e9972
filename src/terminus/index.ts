export * from './tencent-chat-health-indicator.js';
