import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import { EventEmitter2, EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import { isObject } from '../../common/is-object.js';

const PACKAGE = '@nestjs/event-emitter';

/** Finds what the app's EventEmitterModule provides. */
@Injectable()
export class EmitterOfApp {
  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly discovery: DiscoveryService,
  ) {}

  /**
   * Returns the app's emitter, or an empty one if a test has replaced it with an object that has no listeners.
   *
   * @throws Error if the app has no EventEmitterModule, or one of another copy of the package
   */
  emitter(): EventEmitter2 {
    // Finds a second copy of the package, which may share the class of emitters.
    this.watcher();
    const emitter = this.provided(EventEmitter2);
    return hasListeners(emitter) ? emitter : new EventEmitter2();
  }

  /** @throws Error like {@link emitter} */
  watcher(): EventEmitterReadinessWatcher {
    return this.provided(EventEmitterReadinessWatcher);
  }

  private provided<Provider>(token: new (...args: never[]) => Provider): Provider {
    try {
      return this.moduleRef.get<Provider>(token, { strict: false });
    } catch (cause) {
      const foreign = this.discovery
        .getProviders()
        .find(({ name }) => name === EventEmitterReadinessWatcher.name);
      throw new Error(foreign === undefined ? MISSING : twoCopies(foreign.token), { cause });
    }
  }
}

const MISSING =
  'TencentChatWebhookModule needs EventEmitterModule: add EventEmitterModule.forRoot() from @nestjs/event-emitter to the imports of your root module';

function twoCopies(foreignClass: unknown): string {
  return `there are two copies of ${PACKAGE}: TencentChatWebhookModule loads ${require.resolve(PACKAGE)}, and the app ${placeOf(foreignClass)}: install one version for both, then run npm dedupe`;
}

/** Returns the file that exports a class, or the one that a file of the app would load. */
function placeOf(foreignClass: unknown): string {
  const loaded = Object.entries(require.cache).find(
    ([path, file]) =>
      path.includes('event-emitter') &&
      isObject(file?.exports) &&
      Reflect.get(file.exports, EventEmitterReadinessWatcher.name) === foreignClass,
  );
  return loaded?.[0] ?? createRequire(join(process.cwd(), 'index.js')).resolve(PACKAGE);
}

function hasListeners(emitter: EventEmitter2): boolean {
  return typeof emitter.listenersAny === 'function' && Array.isArray(emitter.listenersAny());
}
