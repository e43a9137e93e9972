import { randomBytes } from 'node:crypto';
import { registerAs } from '@nestjs/config';

/** The password of the console: that of the environment or `.env`, and without one another one at each start. */
export const consoleConfig = registerAs('console', () => {
  const password = process.env.CONSOLE_PASSWORD;
  return password
    ? { password, isGenerated: false }
    : { password: randomBytes(12).toString('base64url'), isGenerated: true };
});
