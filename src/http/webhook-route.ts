import type { Type } from '@nestjs/common';
import type { ApplicationConfig, ModulesContainer } from '@nestjs/core';

/** Metadata key, completed by the application's id, of the path that `RouterModule` gives to a module. */
const MODULE_PATH = '__module_path__';

/** Recognises one registration's route, and the requests to its URL before Nest has routed them. */
export class WebhookRoute {
  private pattern: RegExp | undefined;

  constructor(
    /** The registration's path, without the host's prefixes. */
    readonly path: string,
    readonly controller: Type,
    private readonly module: Type,
    private readonly application: ApplicationConfig,
    private readonly modules: ModulesContainer,
  ) {}

  /** @param path of a request, without the query */
  matches(path: string): boolean {
    // Compiled on the first request, because the host may set its prefix until the app is initialised.
    this.pattern ??= this.compile();
    return this.pattern.test(path);
  }

  /** The path that Chat calls, with the host's prefixes. */
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

  /** Matches the path with and without the global prefix, from which the host may have excluded it. */
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

/** Returns a path as the source of a regular expression. */
function segments(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => `/${/[:*{(]/.test(segment) ? '[^/]+' : segment.replace(/[.+?^$|[\]\\]/g, '\\$&')}`)
    .join('');
}
