import { startApp } from './app-process.js';
import { dayOfCallbacks } from './day-of-callbacks.js';
import { sendCallback } from './send-callback.js';

const chatApp = { sdkAppId: 1400000000, token: 'token-of-the-demo' };
const day = dayOfCallbacks(chatApp);
const faults: string[] = [];

const app = await startApp({
  // Any free port, so that several demos can run at a time.
  PORT: '0',
  SDK_APP_ID: String(chatApp.sdkAppId),
  TENCENT_CHAT_TOKEN: chatApp.token,
});
try {
  console.log(`Sent to ${app.url}, and what was answered:`);
  for (const { what, callback, status } of day) {
    const reply = await sendCallback({ ...callback, path: app.url });
    console.log(`  ${what}: ${reply.words}`);
    if (reply.status !== status || reply.accepted !== (status === 200)) {
      faults.push(`${what}: should have been answered with ${status}`);
    }
  }
} catch (error) {
  faults.push(`the day was cut short: ${error instanceof Error ? error.message : String(error)}`);
}
// No need to wait for the handlers: the app finishes what it has accepted before it ends.
const exitCode = await app.stop();

console.log('\nWhat the app handled, in the words of its AlarmService:');
for (const line of app.logged) console.log(`  ${line}`);
const expected = day.flatMap(({ logs }) => logs ?? []);
faults.push(
  ...without(expected, app.logged).map((line) => `the app should have said: ${line}`),
  ...without(app.logged, expected).map((line) => `the app should not have said: ${line}`),
);

const ending = exitCode === null ? 'by a signal' : `with exit code ${exitCode}`;
console.log(`\nAsked to stop, the app ended ${ending}.`);
if (exitCode !== 0) faults.push('the app should have ended with exit code 0');

if (faults.length === 0) console.log('All as it should be.');
for (const fault of faults) console.log(`Not as it should be: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Those of `lines` that are not among `others`; a line that is there twice has to be among them twice. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const found = left.indexOf(line);
    if (found !== -1) left.splice(found, 1);
    return found === -1;
  });
}
