import { Command } from 'commander';
import { sign } from '../../protocol/signature.js';
import { readUrlParameters } from '../../protocol/url-parameters.js';
import { readToken, tokenOption, type TokenOptions } from '../chat-app.js';
import { EXIT_CODES, EXIT_CODES_HELP, UsageError } from '../exit-codes.js';
import { hideUnmistakable } from '../secrets.js';
import { Terminal } from '../terminal.js';
import { verify } from '../verification.js';

interface SignOptions extends TokenOptions {
  requestTime?: string;
  verify?: string;
  json?: boolean;
}

const HELP = `
Sign = sha256(token + RequestTime) in lower-case hex; it covers neither the body nor the
other parameters. It is valid for a minute for any callback of the app, so do not paste a
fresh one anywhere.

Examples:
  parameters for a URL of your own:
  $ nestjs-tencent-chat-webhook sign
  the Sign of that second:
  $ nestjs-tencent-chat-webhook sign --request-time 1669872112
  why was this URL, from a log, rejected?
  $ nestjs-tencent-chat-webhook sign --verify 'https://…?Sign=…&RequestTime=…'
${EXIT_CODES_HELP}`;

export function signCommand(): Command {
  return new Command('sign')
    .description('make the Sign for a moment, or find out whether the Sign in a URL is right')
    .addOption(tokenOption())
    .option('--request-time <seconds>', 'Unix time as ten digits (default: now)')
    .option('--verify <url>', 'check the Sign and RequestTime in this URL, and print neither')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: SignOptions) => {
      const token = readToken(options);
      if (options.verify === undefined) printSign(token, options);
      else verifyUrl(token, options.verify, options.json);
    });
}

/** The one place that prints a Sign, because the user asked for it. */
function printSign(token: string, { requestTime = currentSecond(), json = false }: SignOptions): void {
  if (!/^\d{10}$/.test(requestTime)) throw new UsageError('--request-time has ten digits');
  const terminal = new Terminal(json, (text) => text);
  const parameters = { Sign: sign(token, requestTime), RequestTime: requestTime };
  terminal.value(parameters);
  terminal.line(new URLSearchParams(parameters).toString());
}

function verifyUrl(token: string, url: string, json = false): void {
  const { verdict, meaning, ageSeconds: age } = verify(readUrlParameters(url), token, Date.now());
  if (verdict === 'unsigned') throw new UsageError(meaning);
  const ageSeconds = age === undefined ? undefined : Math.round(age);
  const terminal = new Terminal(json, hideUnmistakable(token));
  const since = ageSeconds === undefined ? '' : ` (RequestTime is ${ageSeconds} s ago)`;
  terminal.value({ verdict, meaning, ageSeconds });
  terminal.line(`${verdict}: ${meaning}${since}`);
  if (verdict !== 'valid') process.exitCode = EXIT_CODES.failed;
}

function currentSecond(): string {
  return String(Math.floor(Date.now() / 1000));
}
