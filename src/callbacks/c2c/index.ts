export { C2cBeforeSendMessageDto } from './c2c-before-send-message.dto.js';
export { C2cMessageExtensionChangedDto } from './c2c-message-extension-changed.dto.js';
export { C2cMessageReadDto } from './c2c-message-read.dto.js';
export { C2cMessageRecalledDto } from './c2c-message-recalled.dto.js';
export { C2cMessageSentDto } from './c2c-message-sent.dto.js';
