import { Injectable, Logger } from '@nestjs/common';
import {
  OnTencentChatEvent,
  type TencentChatRejectedEvent,
  type UnknownCommandEvent,
} from 'nestjs-tencent-chat-webhook';

/** Says what came that was no callback for the app. */
@Injectable()
export class OddityLogService {
  private readonly logger = new Logger(OddityLogService.name);

  @OnTencentChatEvent('tencentChat.unknownCommand')
  noteUnknown({ command }: UnknownCommandEvent): void {
    this.logger.log(`${command} is not known here and was left alone`);
  }

  @OnTencentChatEvent('tencentChat.rejected')
  noteRejected({ status, details }: TencentChatRejectedEvent): void {
    this.logger.log(`a request was refused with ${status}: ${details}`);
  }
}
