import type { CallbackClass } from '../callbacks/callback-class.js';
import { byTimedBody } from '../callbacks/idempotency-key.js';
import { isSeenAsynchronous } from '../callbacks/wire/read-by-schema.js';
import { ConfigurationError, optionsOf } from '../common/configuration-error.js';
import { isObject } from '../common/is-object.js';
import { assertKnownOptions, assertObject, assertOption } from '../common/option-checks.js';
import type { StandardSchema } from '../common/standard-schema.js';

/** A command of the app's own. Its members are those of {@link CallbackClass}. */
export interface CallbackDefinition
  extends
    Pick<CallbackClass, 'command' | 'event' | 'aliases' | 'verdicts' | 'unanswered' | 'eventTime'>,
    Partial<Pick<CallbackClass, 'idempotencyKey'>> {
  /** Reads the bodies, `CallbackCommand` included. Must be synchronous, and its output an object. */
  readonly schema: StandardSchema<object>;
  /** @default byTimedBody */
  readonly idempotencyKey?: CallbackClass['idempotencyKey'];
}

/** The callback of a definition. Its events have the schema's output as their `body`. */
export type DefinedCallback<Definition extends CallbackDefinition> = Omit<Definition, 'idempotencyKey'> &
  Pick<CallbackClass, 'idempotencyKey'> &
  (new () => NonNullable<Definition['schema']['~standard']['types']>['output']);

const OPTIONS: readonly (keyof CallbackDefinition)[] = [
  'command',
  'event',
  'schema',
  'idempotencyKey',
  'aliases',
  'verdicts',
  'unanswered',
  'eventTime',
];

/**
 * Makes a callback for the option `callbacks` and for `@OnTencentChatEvent` from a schema of zod, valibot, arktype or any other library
 * that implements Standard Schema. The schema's issues are reported with their paths and messages.
 *
 * @throws ConfigurationError naming the option, such as a `schema` that answers with a promise. Not every asynchronous schema is recognised
 * here: a body for which it returns a promise counts as refused
 * @example
 * ```ts
 * const roomRated = defineCallback({
 *   command: 'Room.CallbackAfterRate',
 *   event: 'room.rated',
 *   schema: z.object({ RoomId: z.string(), Stars: z.number() }),
 * });
 * ```
 */
export function defineCallback<const Definition extends CallbackDefinition>(
  definition: Definition,
): DefinedCallback<Definition>;
export function defineCallback(definition: CallbackDefinition): CallbackClass {
  optionsOf('defineCallback', () => {
    assertObject('definition', definition);
    assertKnownOptions(definition, OPTIONS);
    assertSchema(definition.schema);
  });
  const { idempotencyKey = byTimedBody, ...members } = definition;
  class DefinedCallback {
    static readonly idempotencyKey = idempotencyKey;
  }
  return Object.assign(DefinedCallback, members);
}

function assertSchema(schema: unknown): void {
  const remedy = 'give a Standard Schema, such as one of zod, valibot or arktype';
  assertOption(isSchema(schema), 'schema', schema, remedy);
  if (!isSeenAsynchronous(schema)) return;
  throw new ConfigurationError('schema', 'asynchronous', 'give one with synchronous checks only');
}

/** Those of arktype are functions. */
function isSchema(schema: unknown): schema is StandardSchema {
  const standard: unknown =
    isObject(schema) || typeof schema === 'function' ? Reflect.get(schema, '~standard') : undefined;
  return isObject(standard) && typeof Reflect.get(standard, 'validate') === 'function';
}
