/** Key of a step's body. */
const BODY = Symbol('TencentChatBody');

/** A body that only {@link bodyOf} reveals. */
class HiddenBody {
  readonly #body: object;

  constructor(body: object) {
    this.#body = body;
  }

  reveal(): object {
    return this.#body;
  }
}

/** A step whose body {@link bodyOf} returns. */
export interface HasBody {
  readonly [BODY]?: HiddenBody;
}

/** The members of a record that its steps report. */
interface StepSource {
  readonly id: string;
  readonly command: string;
  readonly sdkAppId: number;
  readonly receivedAt: number;
  readonly body: object;
}

/** The members of every step of a record. */
type StepOfRecord = Omit<StepSource, 'body'> & HasBody;

/**
 * Makes a step from a record and the details of the step.
 *
 * @param details are assigned, because a spread takes V8 seven times as long
 */
export function stepOf<Details extends object>(record: StepSource, details: Details): StepOfRecord & Details {
  const { id, command, sdkAppId, receivedAt, body } = record;
  return withBody(Object.assign({ id, command, sdkAppId, receivedAt }, details), body);
}

/**
 * Adds a body to a step. The body is hidden under a symbol, so that a step that is written as JSON, printed, or cloned for another
 * thread contains no body.
 *
 * @param step is written member by member for steps that every callback has: an object that grows takes three times the memory
 */
export function withBody<Step extends object>(step: Step, body: object): Step {
  const open: { [BODY]?: HiddenBody } = step;
  // Assigned afterwards, because a symbol in the literal takes V8 ten times as long.
  open[BODY] = new HiddenBody(body);
  return step;
}

/**
 * Returns the body of a step's callback as it was received; `undefined` for steps without a body. It is the object that the delivery
 * keeps, so do not change it.
 */
export function bodyOf(step: HasBody): object | undefined {
  return step[BODY]?.reveal();
}
