import type { Theme } from '../probe.js';
import { accepted } from './accepted.js';

/** Not in the URL of some commands, such as Alert.RequestOverLimit and Push.* */
const OPTIONAL = new Set(['ClientIP', 'OptPlatform', 'contenttype']);

export const URL_PARAMETERS: Theme = {
  title: 'URL parameters',
  probes: [
    accepted({
      name: 'parameter-order',
      title: 'accepts the parameters in another order',
      why: 'Captured URLs have them in the order of the alphabet, the samples in the documentation do not.',
      advice: 'Parse the query; do not cut it up by position.',
      sent: 'a callback with its parameters in the order of the alphabet',
      otherwise: 'failed',
      changes: () => ({
        parameters: (all) => all.toSorted(([one], [other]) => (one < other ? -1 : 1)),
      }),
    }),
    accepted({
      name: 'parameter-case',
      title: 'accepts SDKAppID for SdkAppid',
      why: "The URL samples say SdkAppid, a table says SDKAppID (1047/76006), and an older product's URL has sdkappid.",
      advice: "Compare the names of Chat's parameters without regard to case.",
      sent: 'a callback with SDKAppID instead of SdkAppid',
      otherwise: 'warned',
      changes: () => ({
        parameters: (all) => all.map(([name, value]) => [name === 'SdkAppid' ? 'SDKAppID' : name, value]),
      }),
    }),
    accepted({
      name: 'missing-parameters',
      title: 'accepts a URL without ClientIP, OptPlatform and contenttype',
      why: 'Some commands come without them, such as Alert.RequestOverLimit and Push.*.',
      advice: 'Require no more than SdkAppid, CallbackCommand, Sign and RequestTime.',
      sent: 'a callback without ClientIP, OptPlatform and contenttype',
      otherwise: 'failed',
      changes: () => ({ parameters: (all) => all.filter(([name]) => !OPTIONAL.has(name)) }),
    }),
    accepted({
      name: 'unknown-parameters',
      title: 'accepts parameters that it does not know',
      why: 'RequestId is sent and hardly documented (269/111212); others will follow.',
      advice: 'Leave parameters that you do not know alone.',
      sent: 'a callback with a RequestId and a parameter of tomorrow',
      otherwise: 'failed',
      changes: () => ({
        parameters: (all) => [...all, ['RequestId', '1-2-Login-Register'], ['Tomorrow', '1']],
      }),
    }),
    accepted({
      name: 'unknown-platform',
      title: 'accepts an OptPlatform that it does not know',
      why: 'The list grows and its spelling varies: iOS and IOS, Mac and macOS (1047/34354).',
      advice: 'Take OptPlatform for an open set, and compare it without regard to case.',
      sent: 'a callback with the OptPlatform IOS',
      otherwise: 'failed',
      changes: () => ({ optPlatform: 'IOS' }),
    }),
  ],
};
