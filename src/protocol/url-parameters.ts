import { RejectedRequest } from './rejected-request.js';

/** The parameters that Chat appends to the callback URL, by the name they have in {@link UrlParameters}. */
const NAMES = {
  SdkAppid: 'sdkAppId',
  CallbackCommand: 'command',
  Sign: 'sign',
  RequestTime: 'requestTime',
  ClientIP: 'clientIp',
  OptPlatform: 'optPlatform',
  RequestId: 'requestId',
} as const;

/** Chat's parameters of the URL; an empty one counts as absent. */
export type UrlParameters = Record<(typeof NAMES)[keyof typeof NAMES], string | undefined>;

const PARAMETERS = new Map(Object.entries(NAMES));

const BY_LOWER_CASE = new Map([...PARAMETERS].map(([name, parameter]) => [name.toLowerCase(), parameter]));

/**
 * Reads Chat's parameters from a request target. Names are compared case-insensitively, because the vendor's own
 * spelling varies; parameters of other names belong to the URL that the customer configured, and are ignored.
 *
 * @throws RejectedRequest (400) when one of Chat's parameters is repeated or written with brackets: two readers of such a
 * URL may see two different requests.
 */
export function readUrlParameters(url: string): UrlParameters {
  // Complete from the start: an object that grows takes three times as long.
  const parameters: UrlParameters = {
    sdkAppId: undefined,
    command: undefined,
    sign: undefined,
    requestTime: undefined,
    clientIp: undefined,
    optPlatform: undefined,
    requestId: undefined,
  };
  const empty: string[] = [];
  const take = (name: string, value: string): void => {
    const parameter = PARAMETERS.get(name) ?? ofOtherSpelling(name);
    if (parameter === undefined) return;
    if (parameters[parameter] !== undefined || empty.includes(parameter)) {
      throw malformed('a URL parameter is repeated', name);
    }
    if (value === '') empty.push(parameter);
    else parameters[parameter] = value;
  };
  const start = url.indexOf('?') + 1;
  if (start === 0) return parameters;
  if (url.includes('%') || url.includes('+') || url.includes('?', start)) {
    for (const [name, value] of new URLSearchParams(url.slice(start))) take(name, value);
  } else cutUp(url, start, take);
  return parameters;
}

/** Splits a query that needs no decoding, as in Chat's own URLs. */
function cutUp(url: string, start: number, take: (name: string, value: string) => void): void {
  let at = start;
  while (at < url.length) {
    const next = url.indexOf('&', at);
    const end = next === -1 ? url.length : next;
    // Cut out first: a search in the whole URL would read the rest of it for each parameter without a value.
    const parameter = url.slice(at, end);
    const equals = parameter.indexOf('=');
    if (equals === -1) take(parameter, '');
    else take(parameter.slice(0, equals), parameter.slice(equals + 1));
    at = end + 1;
  }
}

function ofOtherSpelling(name: string): keyof UrlParameters | undefined {
  const bracket = name.indexOf('[');
  const parameter = BY_LOWER_CASE.get((bracket === -1 ? name : name.slice(0, bracket)).toLowerCase());
  if (bracket === -1 || parameter === undefined) return parameter;
  throw malformed('a URL parameter is written with brackets', name);
}

function malformed(message: string, seen: string): RejectedRequest {
  return new RejectedRequest('malformedUrl', 400, message, { seen });
}
