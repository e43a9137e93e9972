import { connect, type Socket } from 'node:net';

/** A connection to a server that sends raw bytes. */
export class RawConnection {
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

  /** Sends the head of a POST request. */
  post(url: string, ...headers: string[]): void {
    this.write([`POST ${url} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n'));
  }

  write(text: string): void {
    if (this.socket.writable) this.socket.write(text);
  }

  /** Sends a space every 100 ms until the server has closed the connection. */
  async trickle(): Promise<void> {
    const timer = setInterval(() => this.write(' '), 100);
    await this.ended;
    clearInterval(timer);
  }

  /** Resolves when the server has closed the connection. */
  closed(): Promise<void> {
    return this.ended;
  }

  destroy(): void {
    this.socket.destroy();
  }
}
