export { BotC2cMessageDto } from './bot-c2c-message.dto.js';
export { BotGroupMessageDto } from './bot-group-message.dto.js';
export { ChatbotC2cSignalDto } from './chatbot-c2c-signal.dto.js';
