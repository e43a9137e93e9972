import type { CallbackClass } from '../callbacks/callback-class.js';
import { type Shape, shapeOf } from '../callbacks/wire/wire-reader.js';
import type { Kind, Type } from '../callbacks/wire/wire-rules.js';

/** A JSON Schema, of draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Digits that the module reads as a number. */
const DIGITS = '^-?\\d{1,15}$';

/** The schema of what a callback accepts as a body. A Standard Schema may not describe it. */
export function callbackSchema(callback: CallbackClass): JsonSchema {
  if (callback.schema === undefined) return bodySchema(callback);
  try {
    return callback.schema['~standard'].jsonSchema?.input({ target: 'draft-2020-12' }) ?? ANY_BODY;
  } catch {
    return ANY_BODY;
  }
}

const ANY_BODY = { type: 'object' };

/** The schema of what a class accepts as a body: also the quoted numbers and bare UserIDs that the module converts. */
function bodySchema(type: Type): JsonSchema {
  const { rules, required }: Shape = shapeOf(type);
  return {
    type: 'object',
    properties: Object.fromEntries([...rules].map(([name, { kind }]) => [name, kindSchema(kind)])),
    ...(required.length > 0 && { required: [...required] }),
  };
}

function kindSchema(kind: Kind): JsonSchema {
  if (typeof kind !== 'string') {
    return 'object' in kind ? bodySchema(kind.object()) : listOf(bodySchema(kind.objects()));
  }
  return SCHEMAS[kind];
}

const TEXT = { type: ['string', 'number', 'boolean'] };
const WHOLE = { anyOf: [{ type: 'integer' }, { type: 'string', pattern: DIGITS }] };

const SCHEMAS: Record<Extract<Kind, string>, JsonSchema> = {
  string: TEXT,
  integer: WHOLE,
  unsigned: {
    anyOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern: '^\\d{1,15}$' },
    ],
  },
  boolean: { enum: [true, false, 'true', 'false', 1, 0] },
  scalar: { type: ['string', 'number'] },
  strings: listOf(TEXT),
  integers: listOf(WHOLE),
};

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}
