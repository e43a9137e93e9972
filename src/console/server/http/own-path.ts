import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { optionsOf } from '../../../common/configuration-error.js';
import { TakenValues } from '../../../http/adapter/taken-values.js';
import { ConsoleMount } from './console-mount.js';

const takenPaths = new TakenValues('path', 'consoles', 'give each its own path');

/** Refuses two consoles at one path. */
@Injectable()
export class OwnPath {
  /** @throws ConfigurationError */
  constructor({ path }: ConsoleMount, app: ModulesContainer) {
    optionsOf('TencentChatConsoleModule', () => takenPaths.take(app, path));
  }
}
