import { type Command, Option } from 'commander';
import { UsageError } from './exit-codes.js';
import { positiveInteger } from './option-values.js';

export interface ChatApp {
  sdkAppId: number;
  /** `false` for an app whose callbacks are not signed. */
  token: string | false;
}

export interface TokenOptions {
  token?: string;
}

export interface ChatAppOptions extends TokenOptions {
  sdkAppId?: number;
  unsigned?: boolean;
}

export function tokenOption(): Option {
  return new Option('--token <token>', "the token beside the callback URL in Chat's console").env(
    'TENCENT_CHAT_TOKEN',
  );
}

export function addChatAppOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--sdk-app-id <id>', 'the app, a number')
        .env('TENCENT_CHAT_SDK_APP_ID')
        .argParser(positiveInteger),
    )
    .addOption(tokenOption())
    .option('--unsigned', 'send no Sign, as Chat does where authentication is switched off');
}

/** @throws UsageError if the app or its token is missing */
export function readChatApp({ sdkAppId, token, unsigned }: ChatAppOptions): ChatApp {
  if (sdkAppId === undefined) {
    throw new UsageError(
      "which app? Give --sdk-app-id, or set TENCENT_CHAT_SDK_APP_ID in the environment or in .env, to the SDKAppID in Chat's console",
    );
  }
  return { sdkAppId, token: unsigned === true ? false : readToken({ token }) };
}

/** @throws UsageError if there is no token, or one that Chat's console does not accept */
export function readToken({ token }: TokenOptions): string {
  if (token === undefined || token === '') {
    throw new UsageError('no token: set TENCENT_CHAT_TOKEN in the environment or in .env, or give --token');
  }
  if (token.length > 128) throw new UsageError('a token has at most 128 characters');
  return token;
}
