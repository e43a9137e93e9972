import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { whenAdapterExists } from '../../../http/adapter/when-adapter-exists.js';

/** Paths of the page, below the console's own. The controller's route holds this very list, which the app reads when it routes. */
export abstract class PagePaths {
  abstract readonly list: string[];
}

/**
 * Writes the page's paths as the app's adapter needs them. Fastify distinguishes a path with a slash at its end from one without, and
 * reaches the former only by a wildcard.
 */
@Injectable()
export class PageRoute {
  constructor(host: HttpAdapterHost, paths: PagePaths) {
    whenAdapterExists(host, (adapter) => {
      const withSlash = adapter.getType() === 'fastify' ? ['*'] : [];
      paths.list.splice(0, paths.list.length, '', ...withSlash);
    });
  }
}
