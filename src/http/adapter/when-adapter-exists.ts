import type { AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';

/** Calls back as soon as the app has its HTTP adapter. The testing module creates providers before the adapter exists. */
export function whenAdapterExists(host: HttpAdapterHost, use: (adapter: AbstractHttpAdapter) => void): void {
  if (host.httpAdapter) use(host.httpAdapter);
  else host.init$.subscribe(() => use(host.httpAdapter));
}
