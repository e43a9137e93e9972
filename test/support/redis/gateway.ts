import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './redis-server.js';

/** An address whose server can change, like that of a load balancer. At first it leads to no server and hangs. */
export class Gateway {
  private readonly sockets: Socket[] = [];
  private target: number | undefined;

  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {
    server.on('connection', (client: Socket) => {
      client.on('error', () => client.destroy());
      this.sockets.push(client);
      if (this.target !== undefined) this.serve(client, connect(this.target, '127.0.0.1'));
    });
  }

  static async start(): Promise<Gateway> {
    const [port, server] = [await freePort(), createServer()];
    const gateway = new Gateway(port, server);
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return gateway;
  }

  /** Leads new connections to a server. */
  leadTo(port: number): void {
    this.target = port;
  }

  /** Makes all connections hang, also new ones. */
  hang(): void {
    this.target = undefined;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private serve(client: Socket, server: Socket): void {
    this.sockets.push(server);
    client.pipe(server).pipe(client);
    server.on('error', () => client.destroy());
  }
}
