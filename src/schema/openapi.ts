import { type CallbackClass, isBeforeCallback } from '../callbacks/callback-class.js';
import { callbackSchema, type JsonSchema } from './body-schema.js';

/** Webhooks of an OpenAPI 3.1 document, by the command. */
export type OpenApiWebhooks = Readonly<Record<string, { readonly post: JsonSchema }>>;

/** An OpenAPI 3.1 document with a webhook for each command. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly webhooks: OpenApiWebhooks;
  readonly components: typeof WEBHOOK_COMPONENTS;
}

/** The contract of the callbacks: parameters of the URL, bodies, answers with their codes, and rejections. */
export function openApiDocument(callbacks: readonly CallbackClass[], version: string): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'Webhooks of Tencent Cloud Chat', version },
    webhooks: webhooksOf(callbacks),
    components: WEBHOOK_COMPONENTS,
  };
}

/** The webhooks of these callbacks. They refer to {@link WEBHOOK_COMPONENTS}. */
export function webhooksOf(callbacks: readonly CallbackClass[]): OpenApiWebhooks {
  return Object.fromEntries(callbacks.map((callback) => [callback.command, { post: operation(callback) }]));
}

/** The schema of each command's body, by its command. */
export function bodySchemas(callbacks: readonly CallbackClass[]): Record<string, JsonSchema> {
  return Object.fromEntries(
    callbacks.map((callback) => [
      callback.command,
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: callback.command,
        ...callbackSchema(callback),
      },
    ]),
  );
}

function operation(callback: CallbackClass): JsonSchema {
  return {
    operationId: callback.event,
    summary: isBeforeCallback(callback)
      ? 'Chat waits for the answer and uses it.'
      : 'Chat ignores the code of the answer.',
    parameters: [
      {
        ...queryParameter('CallbackCommand', { enum: [callback.command, ...(callback.aliases ?? [])] }),
        required: true,
      },
      ...Object.keys(WEBHOOK_COMPONENTS.parameters).map((name) => reference('parameters', name)),
    ],
    requestBody: { required: true, content: json(callbackSchema(callback)) },
    responses: {
      200: { description: 'The answer', content: json(answer('OK', codesOf(callback))) },
      ...Object.fromEntries(
        Object.keys(REJECTIONS).map((status) => [status, reference('responses', `TencentChat${status}`)]),
      ),
    },
  };
}

function codesOf(callback: CallbackClass): JsonSchema {
  if (!isBeforeCallback(callback)) return { const: 0 };
  const methods = Object.keys(callback.verdicts(new callback()));
  const codes = methods.includes('drop') ? [0, 1, 2] : [0, 1];
  const [minimum, maximum] = callback.verdicts.codes ?? [];
  return minimum === undefined
    ? { enum: codes }
    : { anyOf: [{ enum: codes }, { type: 'integer', minimum, maximum }] };
}

function answer(status: string, code: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: { ActionStatus: { const: status }, ErrorCode: code, ErrorInfo: { type: 'string' } },
    required: ['ActionStatus', 'ErrorCode', 'ErrorInfo'],
  };
}

function json(schema: JsonSchema): JsonSchema {
  return { 'application/json': { schema } };
}

function queryParameter(name: string, schema: JsonSchema): JsonSchema {
  return { name, in: 'query', schema };
}

const REJECTIONS: Readonly<Record<string, string>> = {
  400: 'A malformed URL or body, or the body of an after-callback that cannot be read',
  401: 'Sign or RequestTime is missing, malformed, wrong or too old',
  403: 'The SdkAppid is not served',
  408: 'The body takes too long',
  413: 'The body is too long',
  500: 'The app failed',
  503: 'The callback cannot be kept now',
};

/** What all webhooks share, under names that no app has. */
export const WEBHOOK_COMPONENTS = {
  parameters: {
    TencentChatSdkAppid: {
      ...queryParameter('SdkAppid', { type: 'string', pattern: '^[1-9]\\d{0,14}$' }),
      required: true,
    },
    TencentChatContentType: queryParameter('contenttype', { type: 'string' }),
    TencentChatClientIP: queryParameter('ClientIP', { type: 'string' }),
    TencentChatOptPlatform: queryParameter('OptPlatform', { type: 'string' }),
    TencentChatRequestId: queryParameter('RequestId', { type: 'string' }),
    TencentChatSign: queryParameter('Sign', { type: 'string', pattern: '^[0-9A-Fa-f]{64}$' }),
    TencentChatRequestTime: queryParameter('RequestTime', { type: 'string', pattern: '^\\d{10}$' }),
  },
  responses: Object.fromEntries(
    Object.entries(REJECTIONS).map(([status, description]) => [
      `TencentChat${status}`,
      { description, content: json(answer('FAIL', { const: Number(status) })) },
    ]),
  ),
};

function reference(kind: keyof typeof WEBHOOK_COMPONENTS, name: string): JsonSchema {
  return { $ref: `#/components/${kind}/${name}` };
}
