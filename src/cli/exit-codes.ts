/** Exit codes of the process. */
export const EXIT_CODES = {
  fine: 0,
  /** A check failed, or a receiver did not accept what was sent. */
  failed: 1,
  /** The command line was wrong, or a file could not be read. Nothing was sent. */
  usage: 2,
} as const;

export const EXIT_CODES_HELP = `
Exit codes: 0 all is well, 1 something failed, 2 the command line is wrong.`;

/** A mistake in the command line. The message is one line without secrets. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
