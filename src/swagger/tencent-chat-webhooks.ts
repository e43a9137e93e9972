import type { INestApplicationContext } from '@nestjs/common';
import { WEBHOOK_COMPONENTS, webhooksOf } from '../schema/openapi.js';
import { listenedCallbacks } from './listened-callbacks.js';

/** The part of a document of `@nestjs/swagger` that is used here. */
export interface OpenApi31Document {
  /** `3.1.0` or later: webhooks are new in OpenAPI 3.1. */
  openapi: string;
  webhooks?: object;
  components?: { parameters?: object; responses?: object };
}

/**
 * Adds the webhooks for which the app has handlers to its OpenAPI document: parameters of the URL, body, answers with their codes and
 * rejections, by the vendor's command. Webhooks that the document has already stay as they are. Works before and after the app has started;
 * listeners of `emitter.on` count from when they are added.
 *
 * @param document of `SwaggerModule.createDocument`, made with `new DocumentBuilder().setOpenAPIVersion('3.1.0')`; it is not changed
 * @returns the document with the webhooks
 * @throws TypeError for a document that is not OpenAPI 3.1
 * @throws Error if the app has no `TencentChatWebhookModule`
 * @example
 * ```ts
 * const config = new DocumentBuilder().setOpenAPIVersion('3.1.0').build();
 * SwaggerModule.setup('docs', app, () => tencentChatWebhooks(app, SwaggerModule.createDocument(app, config)));
 * ```
 */
export function tencentChatWebhooks<Document extends OpenApi31Document>(
  app: INestApplicationContext,
  document: Document,
): Document {
  const { openapi, webhooks, components } = document;
  if (!/^3\.[1-9]/.test(openapi)) {
    throw new TypeError(
      `tencentChatWebhooks needs an OpenAPI 3.1 document, and this one is ${openapi}: make it with new DocumentBuilder().setOpenAPIVersion('3.1.0')`,
    );
  }
  const { parameters, responses } = WEBHOOK_COMPONENTS;
  return {
    ...document,
    webhooks: { ...webhooksOf(listenedCallbacks(app)), ...webhooks },
    components: {
      ...components,
      parameters: { ...parameters, ...components?.parameters },
      responses: { ...responses, ...components?.responses },
    },
  };
}
