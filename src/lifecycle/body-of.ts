/** Where a step holds its body. */
const BODY = Symbol('TencentChatBody');

/** A body that only {@link bodyOf} gets out. */
class HiddenBody {
  readonly #body: object;

  constructor(body: object) {
    this.#body = body;
  }

  reveal(): object {
    return this.#body;
  }
}

/** A step that can be asked for the callback's body, see {@link bodyOf}. */
export interface HasBody {
  readonly [BODY]?: HiddenBody;
}

/** The members of a record that its steps tell. */
interface StepSource {
  readonly id: string;
  readonly command: string;
  readonly sdkAppId: number;
  readonly receivedAt: number;
  readonly body: object;
}

/** What every step of a record says. */
type StepOfRecord = Omit<StepSource, 'body'> & HasBody;

/**
 * What a step says of the callback that it is about.
 *
 * @param details what the step tells beyond that. They are assigned: to spread them takes V8 seven times as long
 */
export function stepOf<Details extends object>(record: StepSource, details: Details): StepOfRecord & Details {
  const { id, command, sdkAppId, receivedAt, body } = record;
  return withBody(Object.assign({ id, command, sdkAppId, receivedAt }, details), body);
}

/**
 * Adds a body to a step. It is hidden, and that under a symbol: who writes steps as JSON, prints them, or clones them for
 * another thread, writes no body.
 *
 * @param step of a kind that every callback has it is written member by member: one that grows takes three times the memory
 */
export function withBody<Step extends object>(step: Step, body: object): Step {
  const open: { [BODY]?: HiddenBody } = step;
  // Set and not written into the literal, where a symbol takes V8 ten times as long.
  open[BODY] = new HiddenBody(body);
  return step;
}

/**
 * The body of the callback that a step is about, as it was received: that which is kept, so do not change it. `undefined`
 * for steps that have none.
 */
export function bodyOf(step: HasBody): object | undefined {
  return step[BODY]?.reveal();
}
