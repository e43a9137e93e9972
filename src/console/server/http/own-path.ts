import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { optionsOf } from '../../../common/configuration-error.js';
import { TakenValues } from '../../../http/adapter/taken-values.js';

/** Path of the console, below the app's global prefix. */
export abstract class ConsolePath {
  abstract readonly path: string;
}

const takenPaths = new TakenValues('path', 'consoles', 'give each its own path');

/** Refuses two consoles at one path. */
@Injectable()
export class OwnPath {
  /** @throws ConfigurationError */
  constructor({ path }: ConsolePath, app: ModulesContainer) {
    optionsOf('TencentChatConsoleModule', () => takenPaths.take(app, path));
  }
}
