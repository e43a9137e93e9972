import type { AdapterRequest } from '../../../http/adapter/adapter-request.js';

/** Returns the path and the query of a request as the client sent them. The host may have rewritten `url`. */
export function urlOf({ originalUrl }: AdapterRequest): { path: string; query: URLSearchParams } {
  const mark = originalUrl.indexOf('?');
  const path = mark < 0 ? originalUrl : originalUrl.slice(0, mark);
  return { path, query: new URLSearchParams(mark < 0 ? '' : originalUrl.slice(mark)) };
}
