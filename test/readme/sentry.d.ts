/** What the manual calls of Sentry, which is not installed here. */
declare module '@sentry/node' {
  export function captureException(error: unknown, hint?: { tags?: Record<string, string | number> }): string;
}
