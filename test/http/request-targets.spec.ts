import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { sampleCallback } from '../../src/testing/index.js';
import { ADAPTERS, createTestApp, signedRequest } from '../support/create-test-app.js';

/** Beyond 2^53: a parser of the host would round it. */
const LONG = '9007199254740993';
const SAMPLE = sampleCallback('Group.CallbackAfterGroupDestroyed');
const BODY = JSON.stringify(SAMPLE).replace(/}$/, `,"Extra":${LONG}}`);

/** Ways to write the callback URL's path that a server may take for the same. */
const TARGETS: Record<string, (path: string, origin: string) => string> = {
  'in absolute form': (path, origin) => origin + path,
  'in absolute form, with another host': (path) => `http://chat.example.com${path}`,
  'with an escaped letter': (path) => path.replace('webhook', '%77ebhook'),
  'in upper case': (path) => path.replace('webhook', 'WEBHOOK'),
  'with a slash at its end': (path) => path.replace('?', '/?'),
  'with two slashes': (path) => path.replace('/webhook', '//webhook'),
  'with an escape that is none': (path) => path.replace('webhook', '%ZZwebhook'),
};

describe.each(ADAPTERS)('a request target on %s', (adapter) => {
  it.each(Object.entries(TARGETS))(
    '%s either is the callback URL or emits nothing',
    async (_form, target) => {
      const { app, baseUrl, events } = await createTestApp({ adapter });
      const { url } = signedRequest({ command: 'Group.CallbackAfterGroupDestroyed' });
      const send = (path: string) =>
        post(baseUrl, target(path, baseUrl), { 'content-type': 'application/json' }, BODY);
      const status = await send(url);
      if (status === 200) {
        expect(await events.get('group.destroyed')).toHaveProperty('body.Extra', LONG);
        // And what is not signed is not read: it may be as broken as it likes.
        const unsigned = target(url.replace(/Sign=[^&]*/, 'Sign='), baseUrl);
        expect(await post(baseUrl, unsigned, { 'content-type': 'application/json' }, '{"broken')).toBe(401);
      } else {
        expect([400, 404]).toContain(status);
        expect(events.names).toEqual([]);
      }
      await app.close();
    },
  );
});

function post(baseUrl: string, path: string, headers: Record<string, string>, body: string): Promise<number> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method: 'POST', headers, agent: false }, (incoming) => {
      incoming.resume().on('end', () => resolve(incoming.statusCode ?? 0));
    });
    outgoing.on('error', reject).end(body);
  });
}
