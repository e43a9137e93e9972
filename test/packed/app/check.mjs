/**
 * Starts the built app, `node check.mjs dist/main.js`, and sends it the alarm. It then has to end by itself, so that
 * anything that the package leaves open is seen.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';

const SDK_APP_ID = 1400000000;
const TOKEN = 'a-token-of-the-packed-app';
const signal = AbortSignal.timeout(30_000);

const [, , main] = process.argv;
const app = spawn(process.execPath, [main], {
  env: { ...process.env, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
  signal,
  killSignal: 'SIGKILL',
});
const ended = once(app, 'close', { signal });
const lines = createInterface({ input: app.stdout })[Symbol.asyncIterator]();

const [, origin] = await lineWith(/Listening on (\S+)/);
assert.deepEqual(await send('not-the-token'), 401);
assert.deepEqual(await send(TOKEN), 200);
await lineWith(/groups are left today/);

app.kill('SIGTERM');
const [code, killedBy] = await ended;
assert.equal(code ?? killedBy, 'SIGTERM');
console.log(`${main} on Node ${process.version}: the alarm arrived, the forged one was rejected`);

async function lineWith(pattern) {
  for (;;) {
    const { value, done } = await lines.next();
    assert(!done, `the app ended before it wrote ${pattern}`);
    const match = pattern.exec(value);
    if (match) return match;
  }
}

async function send(token) {
  const { url, headers, body } = createCallbackRequest({
    sdkAppId: SDK_APP_ID,
    token,
    path: `${origin}/tencent-chat/webhook`,
  });
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
  return response.status;
}
