import type { AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';

/**
 * Calls back as soon as the app has its HTTP adapter. The testing module creates providers before the adapter exists. An application
 * context and a microservice never have one.
 */
export function whenAdapterExists(host: HttpAdapterHost, use: (adapter: AbstractHttpAdapter) => void): void {
  const adapter = adapterOf(host);
  if (adapter) use(adapter);
  else {
    host.init$.subscribe(() => {
      const later = adapterOf(host);
      if (later) use(later);
    });
  }
}

/** Returns the app's HTTP adapter. Nest declares that it always exists. */
export function adapterOf(host: HttpAdapterHost): AbstractHttpAdapter | null | undefined {
  return host.httpAdapter;
}
