import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADAPTERS, createTestApp, signedRequest, type TestApp } from '../support/create-test-app.js';

/** A connection that sends what it is told, byte by byte if need be. */
class RawConnection {
  text = '';
  private readonly socket: Socket;
  private readonly ended: Promise<void>;

  constructor(baseUrl: string) {
    this.socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
    this.socket.setEncoding('utf8').on('data', (part: string) => {
      this.text += part;
    });
    this.socket.on('error', () => {});
    this.ended = new Promise((resolve) => {
      this.socket.once('close', () => resolve());
    });
  }

  head(...headers: string[]): void {
    const { url } = signedRequest();
    this.write([`POST ${url} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n'));
  }

  write(text: string): void {
    if (this.socket.writable) this.socket.write(text);
  }

  /** Resolves when the receiver has closed the connection. */
  closed(): Promise<void> {
    return this.ended;
  }

  destroy(): void {
    this.socket.destroy();
  }
}

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

  it('that trickles in is given up when Chat would, with 408 and the end of the connection', async () => {
    const begun = performance.now();
    connection.head('Content-Length: 100000');
    const trickle = new AbortController();
    const trickling = (async () => {
      while (!trickle.signal.aborted) {
        connection.write(' ');
        await delay(100, undefined, { signal: trickle.signal }).catch(() => {});
      }
    })();
    await connection.closed();
    trickle.abort();
    await trickling;
    expect(connection.text).toMatch(
      /^HTTP\/1\.1 408 [^]*\r\n\r\n\{"ActionStatus":"FAIL",.*"ErrorCode":408\}$/,
    );
    expect(performance.now() - begun).toBeGreaterThan(1900);
    expect(performance.now() - begun).toBeLessThan(4000);
  });

  it('of unknown length that is over the limit ends the connection after the 413', async () => {
    connection.head('Transfer-Encoding: chunked');
    const chunk = 'x'.repeat(65_536);
    for (let nth = 0; nth < 8; nth += 1) connection.write(`10000\r\n${chunk}\r\n`);
    await connection.closed();
    expect(connection.text).toMatch(/^HTTP\/1\.1 413 /);
    expect(connection.text.toLowerCase()).toContain('connection: close');
  });
});
