/** Parts of the package that it does not export: what is measured here is a part of the way of a callback. */
const dist = import.meta.resolve('nestjs-tencent-chat-webhook');

type Body = typeof import('../../dist/callbacks/body.js');
type JsonBody = typeof import('../../dist/protocol/json-body.js');
type Catalogue = typeof import('../../dist/callbacks/catalogue.js');

export const { typedBody } = (await import(new URL('callbacks/body.js', dist).href)) as Body;
export const { parseJsonBody } = (await import(new URL('protocol/json-body.js', dist).href)) as JsonBody;
export const { CATALOGUE } = (await import(new URL('callbacks/catalogue.js', dist).href)) as Catalogue;
