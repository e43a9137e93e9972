import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** Paths of the page, below the console's own. The controller's route holds the very list, which is read when the app begins to route. */
export abstract class PagePaths {
  abstract readonly list: string[];
}

/**
 * Writes the page's paths as the app's adapter needs them: Fastify tells a path with a slash at its end from the one without,
 * and knows the former as a wildcard of which nothing is left.
 */
@Injectable()
export class PageRoute {
  constructor(host: HttpAdapterHost, paths: PagePaths) {
    const write = () => {
      const slash = host.httpAdapter.getType() === 'fastify' ? ['*'] : [];
      paths.list.splice(0, paths.list.length, '', ...slash);
    };
    // The testing module makes its providers before it has an adapter.
    if (host.httpAdapter) write();
    else host.init$.subscribe(write);
  }
}
