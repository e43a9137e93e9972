import { channel, type Channel } from 'node:diagnostics_channel';
import type { LifecycleStepName, LifecycleSteps } from './lifecycle-steps.js';

const PREFIX = 'nestjs-tencent-chat-webhook:';

/** The channel of every step in `node:diagnostics_channel`, named `nestjs-tencent-chat-webhook:<step>`. */
export const LIFECYCLE_CHANNELS: Readonly<Record<LifecycleStepName, Channel>> = {
  rejected: channel(`${PREFIX}rejected`),
  answered: channel(`${PREFIX}answered`),
  accepted: channel(`${PREFIX}accepted`),
  decided: channel(`${PREFIX}decided`),
  handled: channel(`${PREFIX}handled`),
  slow: channel(`${PREFIX}slow`),
  rescheduled: channel(`${PREFIX}rescheduled`),
  completed: channel(`${PREFIX}completed`),
  deadLettered: channel(`${PREFIX}deadLettered`),
  replayed: channel(`${PREFIX}replayed`),
  discarded: channel(`${PREFIX}discarded`),
  expired: channel(`${PREFIX}expired`),
  store: channel(`${PREFIX}store`),
  drained: channel(`${PREFIX}drained`),
  quota: channel(`${PREFIX}quota`),
  drift: channel(`${PREFIX}drift`),
  fault: channel(`${PREFIX}fault`),
};

/** The methods that observe steps, by the step's name. */
export type LifecycleObserver = {
  readonly [Step in LifecycleStepName]?: (payload: LifecycleSteps[Step]) => void;
};
