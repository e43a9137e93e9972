export {
  TencentChatHealthIndicator,
  type TencentChatHealthOptions,
} from './tencent-chat.health-indicator.js';
