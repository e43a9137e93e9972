import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { errorStack } from '../common/error-text.js';

/** Finds the guard of the app that has rejected a request, so that the operator can exempt the route from it. */
@Injectable()
export class HostGuards {
  constructor(private readonly application: ApplicationConfig) {}

  /**
   * Returns the subject of a sentence, such as `the app's guard JwtAuthGuard`. The stack of an exception names the guard that throws it,
   * but not a guard that returns `false`.
   */
  culpritOf(exception: unknown): string {
    const names = this.names();
    const stack = errorStack(exception);
    const thrower = names.find((name) => stack.includes(` ${name}.`));
    if (thrower !== undefined) return `the app's guard ${thrower}`;
    if (names.length === 0) return 'the app';
    return names.length === 1 ? `the app's guard ${names[0]}` : `one of the app's guards ${names.join(', ')}`;
  }

  private names(): string[] {
    const names = [
      ...this.application.getGlobalGuards().map((guard) => guard.constructor.name),
      ...this.application.getGlobalRequestGuards().map(({ name }) => String(name)),
    ];
    return [...new Set(names)].filter((name) => name !== '');
  }
}
