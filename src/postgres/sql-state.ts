/**
 * Returns the SQLSTATE of an error that a library has made from PostgreSQL's. Some libraries keep PostgreSQL's error in a member of theirs.
 * Ignores codes of Node, such as EPIPE, and of Prisma (P2…).
 */
export function sqlState(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    const code: unknown = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && /^(?!E[A-Z]|P2)[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

/** Returns an error and all that it says has caused it. */
export function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  let next = error;
  while (next instanceof Error && !found.includes(next)) {
    found.push(next);
    next = 'driverError' in next ? next.driverError : next.cause;
  }
  return found;
}
