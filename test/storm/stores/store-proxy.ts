import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** The way from a receiver to its store. Its connections can be cut, slow, or hang. */
export class StoreProxy {
  private readonly sockets = new Set<Socket>();
  private pieceMs = 0;
  private hanging: Promise<void> | undefined;

  private constructor(private readonly server: Server) {}

  static async to(port: number): Promise<StoreProxy> {
    const server = createServer();
    const proxy = new StoreProxy(server);
    server.on('connection', (client: Socket) => proxy.serve(client, connect(port, '127.0.0.1')));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections. New ones work. */
  cut(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Lets nothing through until the returned function is called. */
  hang(): () => void {
    let goOn = (): void => {};
    this.hanging = new Promise((resolve) => {
      goOn = resolve;
    });
    return () => {
      this.hanging = undefined;
      goOn();
    };
  }

  /** @param pieceMs how long each piece takes from now on, in ms */
  delay(pieceMs: number): void {
    this.pieceMs = pieceMs;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private serve(client: Socket, store: Socket): void {
    for (const socket of [client, store]) {
      this.sockets.add(socket.setNoDelay());
      socket.once('close', () => this.sockets.delete(socket));
    }
    const [there, back] = [this.brake(), this.brake()];
    const end = (): void => {
      client.destroy();
      store.destroy();
    };
    pipeline(client, there, store, end);
    pipeline(store, back, client, end);
  }

  private brake(): Transform {
    return new Transform({
      transform: (piece: Buffer, _encoding, pass) => {
        void this.passable().then(() => pass(null, piece));
      },
    });
  }

  private async passable(): Promise<void> {
    if (this.pieceMs > 0) await delay(this.pieceMs);
    await this.hanging;
  }
}
