import { Logger } from '@nestjs/common';

/** Returns a logger whose context names the registration, unless it is the default one. */
export function registrationLogger(registration: string): Logger {
  return new Logger(registration === 'default' ? 'TencentChatWebhook' : `TencentChatWebhook:${registration}`);
}
