import { sign } from '../../../protocol/signature.js';
import { judged } from '../finding.js';
import type { Theme } from '../probe.js';
import { isUnmistakable, tokenPattern } from '../../secrets.js';
import { rejected } from './accepted.js';

const CHECK_SIGN =
  'Compare Sign with sha256(token + RequestTime) in hex, in constant time, before anything else; answer 401 otherwise.';

const BY_CHANCE =
  'See whether the answer contains the token, or only a word like it. Take a longer token: anyone who sees one Sign can find a short one by trying.';

const nowSeconds = () => Math.floor(Date.now() / 1000);

export const AUTHENTICITY: Theme = {
  title: 'What is not from Chat',
  probes: [
    rejected({
      name: 'unsigned',
      title: 'rejects a callback without Sign and RequestTime',
      why: 'Otherwise anyone who knows the URL can send events.',
      advice: CHECK_SIGN,
      needs: 'signature',
      changes: () => ({ token: false }),
    }),
    rejected({
      name: 'wrong-sign',
      title: 'rejects a callback that another token has signed',
      why: 'A signature that nobody compares protects nothing.',
      advice: CHECK_SIGN,
      needs: 'signature',
      changes: ({ token }) => ({ token: `${token}x` }),
    }),
    rejected({
      name: 'stale-request-time',
      title: 'rejects a callback that was signed ten minutes ago',
      why: 'Otherwise anyone who reads one URL in a log can repeat it for ever. Chat asks to reject a request when RequestTime is more than a minute away (269/32431).',
      advice: 'Compare RequestTime, in seconds, with your clock, and allow a minute.',
      needs: 'signature',
      changes: () => ({ requestTime: nowSeconds() - 600 }),
    }),
    rejected({
      name: 'future-request-time',
      title: 'rejects a callback that is signed for ten minutes ahead',
      why: 'The minute holds in both directions (269/32431): a Sign for later stays valid for longer.',
      advice: 'Compare the absolute difference between RequestTime and your clock with 60 s.',
      needs: 'signature',
      changes: () => ({ requestTime: nowSeconds() + 600 }),
    }),
    rejected({
      name: 'malformed-request-time',
      title: 'rejects a RequestTime that is not ten digits',
      why: 'Nothing separates token and time in what is signed, so a lax reader may see another time than the signed one.',
      advice: 'Accept a RequestTime of exactly ten digits.',
      needs: 'signature',
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
      changes: ({ options }) => ({ sdkAppId: options.app.sdkAppId + 1 }),
    }),
    rejected({
      name: 'missing-app',
      title: 'rejects a callback that names no app',
      why: 'A check that passes when the parameter is missing protects nothing.',
      advice: 'Treat a missing SdkAppid like a wrong one; answer 403.',
      changes: () => ({ parameters: (all) => all.filter(([name]) => name !== 'SdkAppid') }),
    }),
    rejected({
      name: 'repeated-parameter',
      title: 'rejects a URL that names two apps',
      why: 'One part of a receiver may read the first, and another part the last.',
      advice: "Reject a URL that has one of Chat's parameters twice.",
      otherwise: 'warned',
      changes: ({ options }) => ({
        parameters: (all) => [...all, ['SdkAppid', String(options.app.sdkAppId + 1)]],
      }),
    }),
    {
      name: 'no-leak',
      title: 'answers without the token and without the right Sign',
      why: 'Anyone who reads the expected Sign in an answer can sign callbacks for a minute.',
      advice: 'Say that the Sign is wrong, and no more.',
      needs: 'signature',
      async run(examination) {
        const token = String(examination.token);
        const requestTime = nowSeconds();
        const answer = await examination.send(examination.callback({ token: `${token}x`, requestTime }));
        const text = answer.answered ? answer.text : '';
        const secrets = [sign(token, String(requestTime)), token + requestTime];
        const hasSigned = secrets.some((secret) => text.includes(secret));
        const hasToken = tokenPattern(token).test(text);
        const isCertain = hasSigned || isUnmistakable(token);
        return judged(
          !hasSigned && !hasToken,
          isCertain ? 'failed' : 'warned',
          'a callback signed with another token',
          answer,
          isCertain ? undefined : BY_CHANCE,
        );
      },
    },
    {
      name: 'get-is-no-callback',
      title: 'accepts no GET or HEAD as a callback',
      why: 'Chat uses POST only. A preview or a prefetch of the link must not become an event.',
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
