import { randomBytes } from 'node:crypto';
import { registerAs } from '@nestjs/config';

/** The password of the console: from the environment or `.env`, otherwise a new one at each start. */
export const consoleConfig = registerAs('console', () => {
  const password = process.env.CONSOLE_PASSWORD;
  return password
    ? { password, isGenerated: false }
    : { password: randomBytes(12).toString('base64url'), isGenerated: true };
});
