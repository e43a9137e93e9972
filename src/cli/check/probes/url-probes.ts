import type { Theme } from '../probe.js';
import { accepted } from './accepted.js';

/** Parameters that some commands lack, such as Alert.RequestOverLimit and Push.*. */
const OPTIONAL = new Set(['ClientIP', 'OptPlatform', 'contenttype']);

export const URL_PARAMETERS: Theme = {
  title: 'URL parameters',
  probes: [
    accepted({
      name: 'parameter-order',
      title: 'accepts the parameters in another order',
      why: 'Captured URLs have them in alphabetical order, and the samples in the documentation do not.',
      advice: 'Parse the query; do not cut it up by position.',
      changes: () => ({
        parameters: (all) => all.toSorted(([one], [other]) => (one < other ? -1 : 1)),
      }),
    }),
    accepted({
      name: 'parameter-case',
      title: 'accepts SDKAppID for SdkAppid',
      why: "The URL samples say SdkAppid, a table says SDKAppID (1047/76006), and an older product's URL has sdkappid.",
      advice: "Compare the names of Chat's parameters case-insensitively.",
      otherwise: 'warned',
      changes: () => ({
        parameters: (all) => all.map(([name, value]) => [name === 'SdkAppid' ? 'SDKAppID' : name, value]),
      }),
    }),
    accepted({
      name: 'missing-parameters',
      title: 'accepts a URL without ClientIP, OptPlatform and contenttype',
      why: 'Some commands lack them, such as Alert.RequestOverLimit and Push.*.',
      advice: 'Require no more than SdkAppid, CallbackCommand, Sign and RequestTime.',
      changes: () => ({ parameters: (all) => all.filter(([name]) => !OPTIONAL.has(name)) }),
    }),
    accepted({
      name: 'unknown-parameters',
      title: 'accepts parameters that it does not know',
      why: 'RequestId is sent and hardly documented (269/111212); others will follow.',
      advice: 'Leave parameters that you do not know alone.',
      changes: () => ({
        parameters: (all) => [...all, ['RequestId', '1-2-Login-Register'], ['Tomorrow', '1']],
      }),
    }),
    accepted({
      name: 'unknown-platform',
      title: 'accepts an OptPlatform that it does not know',
      why: 'The list grows and its spelling varies: iOS and IOS, Mac and macOS (1047/34354).',
      advice: 'Treat OptPlatform as an open set, and compare it case-insensitively.',
      changes: () => ({ optPlatform: 'IOS' }),
    }),
  ],
};
