import { once } from 'node:events';
import { connect } from 'node:http2';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { createTestApp, signedRequest, type TestApp } from '../support/create-test-app.js';

describe('a callback over HTTP/2', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await createTestApp({ host: new FastifyAdapter({ http2: true }) });
  });
  afterEach(() => test.app.close());

  it('is answered as over HTTP/1.1', async () => {
    const { url, text } = signedRequest();
    expect(await post(test.baseUrl, url, text)).toMatchObject({
      status: 200,
      answer: { ActionStatus: 'OK' },
    });
    expect(await test.events.get('group.quotaAlarm')).toHaveProperty('body.Quota');
    const unsigned = url.replace(/Sign=[^&]*/, 'Sign=');
    expect(await post(test.baseUrl, unsigned, text)).toMatchObject({ status: 401 });
  });

  it('that is too large or too slow leaves no stream open, which would keep the app from closing', async () => {
    const large = await post(test.baseUrl, signedRequest().url, 'x'.repeat(1_000_000));
    expect(large).toMatchObject({ status: 413, answer: { ErrorCode: 413 } });
    const slow = await post(test.baseUrl, signedRequest().url, '{"a":', false);
    expect(slow).toMatchObject({ status: 408, answer: { ErrorCode: 408 } });
  });
});

/** Resolves when the server has closed the stream of the request. */
async function post(baseUrl: string, path: string, body: string, ends = true): Promise<object> {
  const session = connect(baseUrl);
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/json' });
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  stream.on('error', () => {});
  stream.write(body);
  if (ends) stream.end();
  const [headers] = await once(stream, 'response');
  await eventually(() => stream.closed && text.endsWith('}'));
  session.destroy();
  return { status: headers[':status'], answer: JSON.parse(text) };
}
