/** Parts that the package does not export, for measuring one part of a callback's way without HTTP. */
const dist = import.meta.resolve('nestjs-tencent-chat-webhook');

type Body = typeof import('../dist/callbacks/wire/typed-body.js');
type Catalogue = typeof import('../dist/callbacks/catalogue.js');
type Authentication = typeof import('../dist/protocol/authentication.js');
type JsonBody = typeof import('../dist/protocol/json-body.js');
type Http = typeof import('../dist/http/http.options.js');
type Receiver = typeof import('../dist/receiving/callback-receiver.js');

export const { authenticate } = (await import(
  new URL('protocol/authentication.js', dist).href
)) as Authentication;
export const { parseJsonBody } = (await import(new URL('protocol/json-body.js', dist).href)) as JsonBody;
export const { ResolvedHttpOptions } = (await import(new URL('http/http.options.js', dist).href)) as Http;
export const { CallbackReceiver } = (await import(
  new URL('receiving/callback-receiver.js', dist).href
)) as Receiver;
export const { typedBody } = (await import(new URL('callbacks/wire/typed-body.js', dist).href)) as Body;
export const { CATALOGUE } = (await import(new URL('callbacks/catalogue.js', dist).href)) as Catalogue;
