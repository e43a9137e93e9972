/** What the manual calls of Sentry, which is not installed here. */
declare module '@sentry/node' {
  export function withIsolationScope<Result>(
    work: (scope: { setTag(name: string, value: string): void }) => Result,
  ): Result;
  export function captureException(error: unknown, hint?: { tags?: Record<string, string | number> }): string;
}
