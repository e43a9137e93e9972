import type { Theme } from '../probe.js';
import { accepted, rejected } from './accepted.js';

const PARSE_BYTES = 'Read the bytes and parse them as UTF-8 JSON, whatever Content-Type says.';

export const BODIES: Theme = {
  title: 'How a body arrives',
  probes: [
    accepted({
      name: 'no-content-type',
      title: 'accepts a body without Content-Type',
      why: "The only raw request in Chat's documentation has none (1047/34354), and many JSON parsers then skip the body.",
      advice: PARSE_BYTES,
      otherwise: 'warned',
      changes: () => ({ headers: {} }),
    }),
    accepted({
      name: 'other-content-type',
      title: 'accepts JSON under another Content-Type',
      why: 'No page says which Content-Type Chat sends.',
      advice: PARSE_BYTES,
      otherwise: 'warned',
      changes: () => ({ headers: { 'Content-Type': 'text/plain; charset=utf-8' } }),
    }),
    accepted({
      name: 'empty-body',
      title: 'answers an empty body with 200',
      why: "The verify button of Chat's console probes the URL. The vendor's page does not say what it sends (269/32431).",
      advice: 'Answer OK to an authenticated request without a body, and do nothing.',
      otherwise: 'warned',
      changes: () => ({ body: '', headers: {} }),
    }),
    rejected({
      name: 'broken-json',
      title: 'rejects broken JSON without breaking',
      why: 'A body that was cut off must become neither an event nor an error of the server.',
      advice: 'Answer 400 with FAIL to what cannot be parsed.',
      otherwise: 'warned',
      changes: () => ({ body: '{"CallbackCommand": "Gro' }),
    }),
  ],
};
