import { Logger } from '@nestjs/common';
import type { RejectedRequest, RejectionReason } from '../protocol/rejected-request.js';

const QUIET_MS = 60_000;

/** Warns of refused requests: a line a minute for each reason, because anybody can cause refusals by the thousand. */
export class RejectionLog {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly quiet = new Map<RejectionReason, { until: number; left: number }>();

  write({ reason, status, message }: RejectedRequest, now: number): void {
    const quiet = this.quiet.get(reason);
    if (quiet !== undefined && now < quiet.until) {
      quiet.left += 1;
      return;
    }
    const left = quiet?.left ? ` (${quiet.left} more of this kind since the last line)` : '';
    this.quiet.set(reason, { until: now + QUIET_MS, left: 0 });
    this.logger.warn(`answered ${status}, ${message}${left}`);
  }
}
