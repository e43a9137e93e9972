import { sign } from '../../../protocol/signature.js';
import { judged } from '../finding.js';
import type { Theme } from '../probe.js';
import { isUnmistakable, tokenPattern } from '../../token-pattern.js';
import { rejected } from './accepted.js';

const CHECK_SIGN =
  'Compare Sign with sha256(token + RequestTime) in hex, in constant time, before anything else is done; answer 401 otherwise.';

const BY_CHANCE =
  'See whether the answer tells the token, or only has a word like it. Take a longer token: whoever sees one Sign finds a short one by trying.';

const nowSeconds = () => Math.floor(Date.now() / 1000);

export const AUTHENTICITY: Theme = {
  title: 'What is not from Chat',
  probes: [
    rejected({
      name: 'unsigned',
      title: 'rejects a callback without Sign and RequestTime',
      why: 'Anybody who knows the URL can send events otherwise.',
      advice: CHECK_SIGN,
      needs: 'signature',
      sent: 'a callback without Sign and RequestTime',
      otherwise: 'failed',
      changes: () => ({ token: false }),
    }),
    rejected({
      name: 'wrong-sign',
      title: 'rejects a callback that another token has signed',
      why: 'A signature that nobody compares protects nothing.',
      advice: CHECK_SIGN,
      needs: 'signature',
      sent: 'a callback signed with another token',
      otherwise: 'failed',
      changes: ({ token }) => ({ token: `${token}x` }),
    }),
    rejected({
      name: 'stale-request-time',
      title: 'rejects a callback that was signed ten minutes ago',
      why: 'Whoever has read one URL in a log could repeat it for ever. Chat asks to take a request as invalid when RequestTime is more than a minute away (269/32431).',
      advice: 'Compare RequestTime, in seconds, with your clock, and allow a minute.',
      needs: 'signature',
      sent: 'a callback with a right Sign of ten minutes ago',
      otherwise: 'failed',
      changes: () => ({ requestTime: nowSeconds() - 600 }),
    }),
    rejected({
      name: 'future-request-time',
      title: 'rejects a callback that is signed for ten minutes ahead',
      why: 'The minute holds in both directions (269/32431): a Sign for later is a Sign that lives longer.',
      advice: 'Compare the absolute difference between RequestTime and your clock with 60 s.',
      needs: 'signature',
      sent: 'a callback with a right Sign of ten minutes ahead',
      otherwise: 'failed',
      changes: () => ({ requestTime: nowSeconds() + 600 }),
    }),
    rejected({
      name: 'malformed-request-time',
      title: 'rejects a RequestTime that is not ten digits',
      why: 'Token and time are joined without a mark between them, so a lax reader may see another time than the one that was signed.',
      advice: 'Accept a RequestTime of exactly ten digits.',
      needs: 'signature',
      sent: 'a RequestTime with letters behind its digits, and the Sign of just that',
      otherwise: 'warned',
      changes: ({ token }) => {
        const requestTime = `${nowSeconds()}abc`;
        const Sign = sign(String(token), requestTime);
        return {
          token: false,
          parameters: (all) => [...all, ['Sign', Sign], ['RequestTime', requestTime]],
        };
      },
    }),
    rejected({
      name: 'foreign-app',
      title: 'rejects a callback for another app',
      why: 'Every page of the vendor says to check that SdkAppid is your own.',
      advice: 'Compare SdkAppid with your SDKAppID; answer 403 otherwise.',
      sent: 'a signed callback with an SdkAppid that is one higher',
      otherwise: 'failed',
      changes: ({ options }) => ({ sdkAppId: options.app.sdkAppId + 1 }),
    }),
    rejected({
      name: 'missing-app',
      title: 'rejects a callback that names no app',
      why: 'A check that passes where there is nothing to check is none.',
      advice: 'Take a missing SdkAppid for a wrong one.',
      sent: 'a signed callback without SdkAppid',
      otherwise: 'failed',
      changes: () => ({ parameters: (all) => all.filter(([name]) => name !== 'SdkAppid') }),
    }),
    rejected({
      name: 'repeated-parameter',
      title: 'rejects a URL that names two apps',
      why: 'One part of a receiver may read the first and another the last, or a list of both.',
      advice: "Reject a URL in which one of Chat's parameters comes twice.",
      sent: 'a signed callback with two different SdkAppid',
      otherwise: 'warned',
      changes: ({ options }) => ({
        parameters: (all) => [...all, ['SdkAppid', String(options.app.sdkAppId + 1)]],
      }),
    }),
    {
      name: 'no-leak',
      title: 'tells nobody the token or the right Sign',
      why: 'An answer that says which Sign was expected lets anybody sign for a minute.',
      advice: 'Say that the Sign is wrong, and no more.',
      needs: 'signature',
      async run(examination) {
        const token = String(examination.token);
        const requestTime = nowSeconds();
        const answer = await examination.send(examination.callback({ token: `${token}x`, requestTime }));
        const text = answer.answered ? answer.text : '';
        const secrets = [sign(token, String(requestTime)), token + requestTime];
        const toldMuch = secrets.some((secret) => text.includes(secret));
        const toldToken = tokenPattern(token).test(text);
        const isCertain = toldMuch || isUnmistakable(token);
        return judged(
          !toldMuch && !toldToken,
          isCertain ? 'failed' : 'warned',
          'a callback signed with another token',
          answer,
          isCertain ? undefined : BY_CHANCE,
        );
      },
    },
    {
      name: 'get-is-no-callback',
      title: 'takes a GET or HEAD for no callback',
      why: 'Chat uses POST only. A link that is previewed or prefetched must not become an event.',
      advice: 'Answer 404 or 405 to every other method.',
      async run(examination) {
        const got = await examination.send(examination.callback({ method: 'GET', body: '', headers: {} }));
        const head = await examination.send(examination.callback({ method: 'HEAD', body: '', headers: {} }));
        const fault = [got, head].find(
          (each) => !each.answered || each.status >= 500 || (each === got && examination.accepts(each)),
        );
        return judged(fault === undefined, 'warned', 'the signed URL with GET and HEAD', fault ?? got);
      },
    },
  ],
};
