import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Cluster } from 'ioredis';
import { eventually } from '../eventually.js';
import { freePort, RedisServer } from './redis-server.js';

const SLOTS = 16_384;

/** How long the nodes may take to form a cluster, in ms. */
const FORMED_MS = 30_000;

/** A Cluster of three masters with a password. */
export class RedisCluster {
  private constructor(
    private readonly password: string,
    private readonly nodeTimeoutMs: number,
    readonly nodes: RedisServer[],
  ) {}

  /** @param nodeTimeoutMs how long a node may not answer before it counts as failing, in ms */
  static async start(password: string, nodeTimeoutMs = 2000): Promise<RedisCluster> {
    const cluster = new RedisCluster(password, nodeTimeoutMs, []);
    const masters = await Promise.all([0, 1, 2].map(() => cluster.startNode()));
    cluster.nodes.push(...masters.map(({ node }) => node));
    const firstSlot = (nth: number) => String(Math.floor((nth * SLOTS) / masters.length));
    for (const [nth, { node }] of masters.entries()) {
      const last = String(Number(firstSlot(nth + 1)) - 1);
      await node.ask((client) => client.call('CLUSTER', 'ADDSLOTSRANGE', firstSlot(nth), last));
    }
    for (const { node, bus } of masters) await cluster.add(node, bus);
    return cluster;
  }

  /** Returns a client as an app would make it. The caller disconnects it. */
  client(): Cluster {
    const addresses = this.nodes.map(({ port }) => ({ host: '127.0.0.1', port }));
    const client = new Cluster(addresses, { redisOptions: { password: this.password } });
    client.on('error', () => {});
    return client;
  }

  /** Adds a replica to the master of a key, and returns the master. */
  async replicate(key: string): Promise<RedisServer> {
    const [first] = this.nodes;
    const slot = Number(await first?.ask((client) => client.call('CLUSTER', 'KEYSLOT', key)));
    const master = this.nodes[Math.floor((slot * this.nodes.length) / SLOTS)];
    if (master === undefined) throw new Error(`no node has the slot ${slot}`);
    const id = await idOf(master);
    const { node, bus } = await this.startNode();
    this.nodes.push(node);
    await this.add(node, bus);
    await node.ask(async (client) => {
      await eventually(async () => String(await client.call('CLUSTER', 'NODES')).includes(id));
      await client.call('CLUSTER', 'REPLICATE', id);
    });
    // The replica gets no writes before.
    await master.ask((client) =>
      eventually(async () => (await client.info('replication')).includes('state=online')),
    );
    return master;
  }

  /** Resolves when the replica of a master has everything that the master has written until now. */
  async replicated(master: RedisServer): Promise<void> {
    await master.ask(async (client) => {
      const offset = async (pattern: RegExp) => Number(pattern.exec(await client.info('replication'))?.[1]);
      const written = await offset(/master_repl_offset:(\d+)/);
      await eventually(async () => (await offset(/slave0:.*offset=(\d+)/)) >= written);
    });
  }

  /** Runs `redis-cli --cluster` as an operator would. */
  async manage(command: 'reshard' | 'fix', ...words: string[]): Promise<void> {
    const address = `127.0.0.1:${this.nodes[0]?.port}`;
    const call = ['--no-auth-warning', '-a', this.password, '--cluster', command, address, '--cluster-yes'];
    await promisify(execFile)('redis-cli', [...call, ...words]);
  }

  async remove(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.remove()));
  }

  private async startNode(): Promise<{ node: RedisServer; bus: string }> {
    const bus = String(await freePort());
    const settings = ['--cluster-enabled', 'yes', '--cluster-port', bus, '--masterauth', this.password];
    const timeout = ['--cluster-node-timeout', String(this.nodeTimeoutMs)];
    const node = await RedisServer.startWith([...settings, ...timeout], this.password);
    return { node, bus };
  }

  private async add({ port }: RedisServer, bus: string): Promise<void> {
    for (const node of this.nodes.filter((each) => each.port !== port)) {
      await node.ask((client) => client.call('CLUSTER', 'MEET', '127.0.0.1', String(port), bus));
    }
    for (const node of this.nodes) {
      await node.ask(async (client) => {
        const isComplete = async () => {
          const state = String(await client.call('CLUSTER', 'INFO'));
          return state.includes('cluster_state:ok') && state.includes(`known_nodes:${this.nodes.length}`);
        };
        await eventually(isComplete, FORMED_MS);
      });
    }
  }
}

/** Returns the id of a node. */
export async function idOf(node: RedisServer): Promise<string> {
  return String(await node.ask((client) => client.call('CLUSTER', 'MYID')));
}
