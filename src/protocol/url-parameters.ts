import { RejectedRequest } from './rejected-request.js';

/** The parameters that Chat appends to the callback URL, by the name they have in {@link UrlParameters}. */
const PARAMETERS = new Map<string, keyof UrlParameters>([
  ['sdkappid', 'sdkAppId'],
  ['callbackcommand', 'command'],
  ['sign', 'sign'],
  ['requesttime', 'requestTime'],
  ['clientip', 'clientIp'],
  ['optplatform', 'optPlatform'],
  ['requestid', 'requestId'],
]);

/** Chat's parameters as they stand in a URL; an empty one counts as absent. */
export interface UrlParameters {
  sdkAppId?: string;
  command?: string;
  sign?: string;
  requestTime?: string;
  clientIp?: string;
  optPlatform?: string;
  requestId?: string;
}

/**
 * Reads Chat's parameters from a request target. Names are compared case-insensitively, because the vendor's own
 * spelling varies; parameters of other names belong to the URL that the customer configured and are passed over.
 *
 * @throws RejectedRequest (400) when one of Chat's parameters is repeated or written with brackets: two readers of such a
 * URL may see two different requests.
 */
export function readUrlParameters(url: string): UrlParameters {
  const parameters: UrlParameters = {};
  const query = url.indexOf('?');
  if (query === -1) return parameters;
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(url.slice(query + 1))) {
    const bracket = name.indexOf('[');
    const parameter = PARAMETERS.get((bracket === -1 ? name : name.slice(0, bracket)).toLowerCase());
    if (parameter === undefined) continue;
    if (bracket !== -1) throw malformed('a URL parameter is written with brackets', name);
    if (seen.has(parameter)) throw malformed('a URL parameter is repeated', name);
    seen.add(parameter);
    if (value !== '') parameters[parameter] = value;
  }
  return parameters;
}

function malformed(message: string, seen: string): RejectedRequest {
  return new RejectedRequest('malformedUrl', 400, message, { seen });
}
