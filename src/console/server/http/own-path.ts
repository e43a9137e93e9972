import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { TakenPaths } from '../../../http/adapter/taken-paths.js';
import { ofConsole } from '../../tencent-chat-console.options.js';

/** Path of the console, below the app's global prefix. */
export abstract class ConsolePath {
  abstract readonly path: string;
}

const takenPaths = new TakenPaths('consoles');

/** Refuses two consoles at one path. */
@Injectable()
export class OwnPath {
  /** @throws ConfigurationError */
  constructor({ path }: ConsolePath, app: ModulesContainer) {
    ofConsole(() => takenPaths.take(app, path));
  }
}
