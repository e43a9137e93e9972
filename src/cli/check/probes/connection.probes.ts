import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Examination } from '../examination.js';
import { type Finding, judged } from '../finding.js';
import type { Theme } from '../probe.js';

export const CONNECTION: Theme = {
  title: 'Connections',
  probes: [
    {
      name: 'keep-alive',
      title: 'keeps a connection that is idle for a while',
      why: 'Chat keeps its connections (1047/34354). A callback that it sends just as the receiver closes one is lost.',
      advice:
        'Keep idle connections for longer than whatever is in front of the receiver, 75 s for one: in Node, server.keepAliveTimeout = 75_000 (the default is 5 s).',
      run: keepAlive,
    },
    {
      name: 'still-there',
      title: 'is still well after all this',
      why: 'Whatever a stranger sends, the next callback has to be received.',
      advice: 'Find the probe after which it broke; the receiver has logged why.',
      async run(examination) {
        const answer = await examination.send(examination.callback());
        return judged(examination.accepts(answer), 'failed', 'an ordinary callback', answer);
      },
    },
  ],
};

async function keepAlive(examination: Examination): Promise<Finding> {
  const { idleSeconds } = examination.options;
  const sent = `two callbacks over one connection, ${idleSeconds} s apart`;
  const options = { keepAlive: true, maxSockets: 1 };
  const agent = examination.url.protocol === 'https:' ? new TlsAgent(options) : new Agent(options);
  try {
    const first = await examination.send(examination.callback(), agent);
    if (!first.answered) return judged(false, 'failed', sent, first);
    const openFor = await idle(first.connection, idleSeconds);
    if (openFor !== undefined) {
      const when = openFor < 0.1 ? 'at once' : `after ${openFor.toFixed(1)} s`;
      const received = `the receiver closed the connection ${when}`;
      return { outcome: 'warned', sent, received };
    }
    const second = await examination.send(examination.callback(), agent);
    return judged(second.answered && second.reused, 'failed', sent, second);
  } finally {
    agent.destroy();
  }
}

/** @returns after how many seconds the connection was closed, if it was */
async function idle(connection: Socket, seconds: number): Promise<number | undefined> {
  const began = performance.now();
  const over = new AbortController();
  const closed = new Promise<number>((resolve) => {
    const close = () => resolve((performance.now() - began) / 1000);
    if (connection.destroyed) close();
    else connection.once('close', close);
  });
  try {
    return await Promise.race([closed, delay(seconds * 1000, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
