import type { Type } from '@nestjs/common';
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';

/** Where Nest keeps the path that `RouterModule` gives to a module, followed by the id of the application. */
const MODULE_PATH = '__module_path__';

/** Tells the requests to one registration's URL from all others of the app, before Nest has routed them. */
export class WebhookRoute {
  private pattern: RegExp | undefined;

  constructor(
    /** The registration's path, without the prefixes that the host puts before it. */
    readonly path: string,
    private readonly module: Type,
    private readonly application: ApplicationConfig,
    private readonly modules: ModulesContainer,
  ) {}

  /** @param path of a request or of a route, without the query */
  matches(path: string): boolean {
    // Compiled on the first request: the host may set its prefix until the app is initialised.
    this.pattern ??= this.compile();
    return this.pattern.test(path);
  }

  /** Where the app receives callbacks, with the prefixes that the host puts before the path. */
  get fullPath(): string {
    const route = joined(this.modulePath, this.path);
    const { exclude = [] } = this.application.getGlobalPrefixOptions();
    const isExcluded = exclude.some(({ pathRegex }) => pathRegex.test(route));
    return isExcluded ? route : joined(this.application.getGlobalPrefix(), route);
  }

  /** The path that `RouterModule` gives to the module. */
  private get modulePath(): string {
    const path: unknown = Reflect.getMetadata(MODULE_PATH + this.modules.applicationId, this.module);
    return typeof path === 'string' ? path : '';
  }

  /** The host may have excluded the path from its global prefix, hence both forms. */
  private compile(): RegExp {
    const prefix = segments(this.application.getGlobalPrefix());
    const route = segments(this.modulePath) + segments(this.path);
    return new RegExp(`^(?:${prefix})?${route}/?$`, 'i');
  }
}

function joined(...paths: string[]): string {
  return paths
    .flatMap((path) => path.split('/'))
    .filter((segment) => segment !== '')
    .map((segment) => `/${segment}`)
    .join('');
}

/** The same as a regular expression. */
function segments(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => `/${/[:*{(]/.test(segment) ? '[^/]+' : segment.replace(/[.+?^$|[\]\\]/g, '\\$&')}`)
    .join('');
}
