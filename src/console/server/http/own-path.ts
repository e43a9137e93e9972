import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ConfigurationError } from '../../../index.js';

/** Path of the console, below the app's global prefix. */
export abstract class ConsolePath {
  abstract readonly path: string;
}

/** The paths of the consoles of an app, by what stands for the app. */
const takenPaths = new WeakMap<object, Set<string>>();

/** Sees to it that each console of an app has a path of its own: of two at one path, only one would ever be seen. */
@Injectable()
export class OwnPath {
  /** @throws ConfigurationError */
  constructor({ path }: ConsolePath, app: ModulesContainer) {
    const taken = takenPaths.get(app) ?? new Set();
    if (taken.has(path)) {
      const got = `"${path}" in two consoles`;
      throw new ConfigurationError('path', got, 'give each a path of its own').of('TencentChatConsoleModule');
    }
    takenPaths.set(app, taken.add(path));
  }
}
