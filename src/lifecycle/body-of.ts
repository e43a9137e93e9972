import type { ReceivedCallbackStep } from './lifecycle-steps.js';

/** Where a step holds what gives its body. */
const BODY = Symbol('TencentChatBody');

/** A step that can be asked for the callback's body, see {@link bodyOf}. */
export interface HasBody {
  readonly [BODY]?: () => object;
}

/** The members of a record that its steps tell. */
interface StepSource {
  readonly id: string;
  readonly command: string;
  readonly sdkAppId: number;
  readonly receivedAt: number;
  readonly body: object;
}

type StepOfRecord = Omit<ReceivedCallbackStep, 'registration'>;

/**
 * What a step says of the callback that it is about. The body is behind a function, and that under a symbol: who writes
 * steps as JSON, prints them, or clones them for another thread, writes no body.
 *
 * Spread it behind other members: V8 takes ten times as long for an object that begins with a spread.
 */
export function stepOf(record: StepSource): StepOfRecord {
  const { id, command, sdkAppId, receivedAt, body } = record;
  const step: StepOfRecord & { [BODY]?: () => object } = { id, command, sdkAppId, receivedAt };
  // Set and not written into the literal, where a symbol takes V8 ten times as long.
  step[BODY] = () => body;
  return step;
}

/**
 * The body of the callback that a step is about, as it was received: that which is kept, so do not change it. `undefined`
 * for steps that have none.
 */
export function bodyOf(step: HasBody): object | undefined {
  return step[BODY]?.();
}
