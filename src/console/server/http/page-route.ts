import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { whenAdapterExists } from '../../../http/adapter/when-adapter-exists.js';
import { ConsoleMount } from './console-mount.js';

/**
 * Writes the page's paths as the app's adapter needs them. Fastify distinguishes a path with a slash at its end from one without, and
 * reaches the former only by a wildcard.
 */
@Injectable()
export class PageRoute {
  constructor(host: HttpAdapterHost, { pagePaths }: ConsoleMount) {
    whenAdapterExists(host, (adapter) => {
      const withSlash = adapter.getType() === 'fastify' ? ['*'] : [];
      pagePaths.splice(0, pagePaths.length, '', ...withSlash);
    });
  }
}
