import { judged } from '../finding.js';
import type { Theme } from '../probe.js';
import { accepted } from './accepted.js';

const PARSE_BYTES = 'Read the bytes and parse them as UTF-8 JSON, whatever Content-Type says.';

export const BODIES: Theme = {
  title: 'How a body comes',
  probes: [
    accepted({
      name: 'no-content-type',
      title: 'accepts a body without Content-Type',
      why: "The only raw request in Chat's documentation has none (1047/34354). Stock JSON parsers then see no body.",
      advice: PARSE_BYTES,
      sent: 'a callback without Content-Type',
      otherwise: 'warned',
      changes: () => ({ headers: {} }),
    }),
    accepted({
      name: 'other-content-type',
      title: 'accepts JSON under another Content-Type',
      why: 'No page says which Content-Type Chat sends.',
      advice: PARSE_BYTES,
      sent: 'a callback with Content-Type: text/plain',
      otherwise: 'warned',
      changes: () => ({ headers: { 'Content-Type': 'text/plain; charset=utf-8' } }),
    }),
    accepted({
      name: 'empty-body',
      title: 'answers an empty body with 200',
      why: "The console's verify button probes the URL, and its page does not say with what (269/32431).",
      advice: 'Answer OK to an authenticated request without a body, and do nothing.',
      sent: 'a signed request with an empty body',
      otherwise: 'warned',
      changes: () => ({ body: '', headers: {} }),
    }),
    {
      name: 'broken-json',
      title: 'rejects broken JSON without breaking',
      why: 'A body that is cut off must become neither an event nor an error of the server.',
      advice: 'Answer 400 with FAIL to what cannot be parsed.',
      async run(examination) {
        const answer = await examination.send(examination.callback({ body: '{"CallbackCommand": "Gro' }));
        const isRejected = answer.answered && answer.status < 500 && !examination.accepts(answer);
        return judged(isRejected, 'warned', 'a signed body that is cut off', answer);
      },
    },
  ],
};
