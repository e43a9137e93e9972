import { CHAT_WAITS_MS, describeExchange, milliseconds, readAnswer } from '../../chat-opinion.js';
import type { Exchange } from '../../exchange.js';
import { type Finding, judged } from '../finding.js';
import type { Theme } from '../probe.js';

const SENT = 'an ordinary callback';

/** Above this time, ordinary jitter is enough to miss the 2 s. */
const SLOW_MS = 1000;

/** Whether a code may answer the before-callback of a group message (vendor page 1047/34374). */
const isMessageCode = (code: number) => [0, 1, 2].includes(code) || (code >= 10_100 && code <= 10_200);

export const ANSWER: Theme = {
  title: 'The answer',
  probes: [
    {
      name: 'accepts-callback',
      title: 'accepts an ordinary callback',
      why: 'Its answer is the reference for all others.',
      advice: "Read the receiver's log.",
      needs: 'nothing',
      run: ({ works, ordinary, options }) =>
        judged(works, 'failed', SENT, ordinary, adviceOn(ordinary, options.hide)),
    },
    {
      name: 'status-200',
      title: 'answers with status 200',
      why: 'Chat counts every other status as a failed callback, 201 and 204 too (1047/34354).',
      advice: 'Set the status yourself; Nest answers a POST with 201 unless @HttpCode(200) says otherwise.',
      needs: 'answer',
      run: ({ ordinary }) => judged(ordinary.answered && ordinary.status === 200, 'failed', SENT, ordinary),
    },
    {
      name: 'answer-shape',
      title: 'answers with ActionStatus, ErrorCode and ErrorInfo',
      why: 'Chat reads these three members at the top level of a JSON object. Without them the callback has failed (1047/34354).',
      advice:
        'Answer {"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}, not text, and not wrapped by an interceptor. ErrorCode is a number.',
      needs: 'answer',
      run: ({ ordinary }) =>
        judged(ordinary.answered && readAnswer(ordinary.text) !== undefined, 'failed', SENT, ordinary),
    },
    {
      name: 'answer-type',
      title: 'answers with Content-Type application/json',
      why: 'The answer must be JSON. With another Content-Type, a proxy may change it.',
      advice: 'Send Content-Type: application/json.',
      needs: 'answer',
      run: ({ ordinary, options }) => {
        const type = ordinary.answered ? ordinary.headers['content-type'] : undefined;
        const received = type === undefined ? 'no Content-Type' : `Content-Type: ${options.hide(type)}`;
        return { outcome: type?.includes('json') ? 'passed' : 'warned', sent: SENT, received };
      },
    },
    {
      name: 'in-time',
      title: 'answers within 2 s',
      why: 'Chat waits 2 s, network time included. A late after-callback is lost; after a late before-callback Chat goes on as if it had not asked (1047/34354).',
      advice: 'Answer first and work afterwards, from a queue.',
      run: (examination) =>
        timed('five callbacks, one after the other', async () => {
          const answers: Exchange[] = [];
          for (let count = 0; count < 5; count += 1) {
            answers.push(await examination.send(examination.callback()));
          }
          return answers;
        }),
    },
    {
      name: 'in-time-together',
      title: 'answers 20 callbacks at once within 2 s',
      why: 'A busy group causes many callbacks in one moment, and Chat sends them in parallel.',
      advice: 'Answer a callback without waiting for the work on the one before.',
      run: (examination) =>
        timed('20 callbacks at once', () =>
          Promise.all(Array.from({ length: 20 }, () => examination.send(examination.callback()))),
        ),
    },
    {
      name: 'repeated-callback',
      title: 'accepts a duplicate',
      why: 'With retries switched on, Chat repeats a callback after a late answer (1047/34354). After an error it would repeat it again.',
      advice: 'Answer a duplicate OK, and do not handle it again.',
      async run(examination) {
        const message = examination.callback();
        await examination.send(message);
        const second = await examination.send(message);
        return judged(examination.accepts(second), 'failed', 'the same callback twice', second);
      },
    },
    {
      name: 'before-callback',
      title: 'answers a before-callback with a code that Chat knows',
      why: 'Chat waits for this answer: 0 delivers the message, 1 forbids it, 2 drops it, 10100 to 10200 are for the client (1047/34374). After any other answer Chat delivers the message.',
      advice: 'Answer status 200, ActionStatus OK and one of these codes: 0 if you do not decide.',
      async run(examination) {
        const sent = 'Group.CallbackBeforeSendMsg';
        const answer = await examination.send(examination.callback({ command: sent }));
        const read = answer.answered && answer.status === 200 ? readAnswer(answer.text) : undefined;
        const known = read?.ActionStatus === 'OK' && isMessageCode(read.ErrorCode);
        return judged(known && answer.ms <= CHAT_WAITS_MS, 'failed', sent, answer);
      },
    },
  ],
};

function adviceOn(ordinary: Exchange, hide: (text: string) => string): string | undefined {
  if (!ordinary.answered) return 'Start the receiver, and check host, port and certificate of the URL.';
  const { status, headers } = ordinary;
  if (status >= 300 && status < 400) {
    return `Chat follows no redirects: set the URL to which this one leads (${hide(headers.location ?? 'unknown')}).`;
  }
  if (status === 401 || status === 403) {
    return "Compare the token and the SDKAppID with the receiver's, and both clocks with the time.";
  }
  if (status === 404 || status === 405) return 'Check the path: nothing answers a POST there.';
  if (status === 415) return 'Let the receiver parse the body whatever its Content-Type is.';
  return undefined;
}

async function timed(sent: string, send: () => Promise<Exchange[]>): Promise<Finding> {
  const answers = await send();
  const lost = answers.find(({ answered }) => !answered);
  if (lost !== undefined) return { outcome: 'failed', sent, received: describeExchange(lost) };
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  const inTime = slowest > SLOW_MS ? 'warned' : 'passed';
  return {
    outcome: slowest > CHAT_WAITS_MS ? 'failed' : inTime,
    sent,
    received: `the slowest answer took ${milliseconds(slowest)}`,
  };
}
