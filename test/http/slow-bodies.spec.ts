import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADAPTERS, createTestApp, signedRequest, type TestApp } from '../support/create-test-app.js';
import { RawConnection } from '../support/raw-connection.js';

describe.each(ADAPTERS)('a body on %s', (adapter) => {
  let test: TestApp;
  let connection: RawConnection;
  beforeEach(async () => {
    test = await createTestApp({ adapter });
    connection = new RawConnection(test.baseUrl);
  });
  afterEach(async () => {
    connection.destroy();
    await test.app.close();
  });

  it('that trickles in gets 408 when Chat stops waiting, and the connection ends', async () => {
    const begun = performance.now();
    connection.post(signedRequest().url, 'Content-Length: 100000');
    await connection.trickle();
    expect(connection.text).toMatch(
      /^HTTP\/1\.1 408 [^]*\r\n\r\n\{"ActionStatus":"FAIL",.*"ErrorCode":408\}$/,
    );
    expect(performance.now() - begun).toBeGreaterThan(1900);
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  it('of unknown length that is over the limit ends the connection after the 413', async () => {
    connection.post(signedRequest().url, 'Transfer-Encoding: chunked');
    const chunk = 'x'.repeat(65_536);
    for (let nth = 0; nth < 8; nth += 1) connection.write(`10000\r\n${chunk}\r\n`);
    await connection.closed();
    expect(connection.text).toMatch(/^HTTP\/1\.1 413 /);
    expect(connection.text.toLowerCase()).toContain('connection: close');
  });
});
