import { InvalidArgumentError } from 'commander';
import { readUrlParameters } from '../protocol/url-parameters.js';

/** Parsers of the values of options. Each throws InvalidArgumentError, which Commander turns into a message. */

export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a positive whole number.');
  return Number(text);
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

export function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) {
    throw new InvalidArgumentError('It must be a port from 0 to 65535.');
  }
  return value;
}

export function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError(
      'It must be a whole URL, such as http://localhost:3000/tencent-chat/webhook.',
    );
  }
  return text;
}

/** Parses a URL as it is set in Chat's console, without the parameters that Chat appends. */
export function webhookUrl(text: string): string {
  const url = httpUrl(text);
  if (Object.values(readUrlParameters(url)).some((value) => value !== undefined)) {
    throw new InvalidArgumentError("Leave Chat's own parameters out, as in Chat's console.");
  }
  return url;
}
