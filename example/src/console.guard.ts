import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import type { ConfigType } from '@nestjs/config';
import { consoleConfig } from './console.config.js';

interface Request {
  headers: IncomingHttpHeaders;
}

/** What the responses of Express and Fastify have in common. */
interface Response {
  header(name: string, value: string): unknown;
}

/** Lets in everyone who knows the console's password. The browser asks for it, and then sends it with each request. */
@Injectable()
export class ConsoleGuard implements CanActivate {
  constructor(@Inject(consoleConfig.KEY) private readonly config: ConfigType<typeof consoleConfig>) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const given = credentialsOf(http.getRequest<Request>());
    if (given !== undefined && isSame(given.password, this.config.password)) return true;
    http.getResponse<Response>().header('WWW-Authenticate', 'Basic realm="console", charset="UTF-8"');
    throw new UnauthorizedException('the console needs its password');
  }
}

/** Returns the name with which somebody logged in. It proves nothing, because all share one password. */
export function userOf(request: Request): string | undefined {
  return credentialsOf(request)?.user;
}

function credentialsOf({ headers }: Request): { user: string; password: string } | undefined {
  const encoded = /^Basic +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Compares hashes, which have one length, so that the duration does not depend on the password. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(hashOf(given), hashOf(expected));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
