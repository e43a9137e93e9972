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
  const seen: string[] = [];
  for (const [name, value] of pairsOf(url.slice(query + 1))) {
    const bracket = name.indexOf('[');
    const parameter = PARAMETERS.get((bracket === -1 ? name : name.slice(0, bracket)).toLowerCase());
    if (parameter === undefined) continue;
    if (bracket !== -1) throw malformed('a URL parameter is written with brackets', name);
    if (seen.includes(parameter)) throw malformed('a URL parameter is repeated', name);
    seen.push(parameter);
    if (value !== '') parameters[parameter] = value;
  }
  return parameters;
}

/** Where nothing is to be decoded, as in Chat's own URLs, cutting is all there is to do. */
function pairsOf(query: string): Iterable<[name: string, value: string]> {
  return /[%+?]/.test(query) ? new URLSearchParams(query) : query.split('&').map(pairOf);
}

function pairOf(parameter: string): [name: string, value: string] {
  const equals = parameter.indexOf('=');
  return equals === -1 ? [parameter, ''] : [parameter.slice(0, equals), parameter.slice(equals + 1)];
}

function malformed(message: string, seen: string): RejectedRequest {
  return new RejectedRequest('malformedUrl', 400, message, { seen });
}
