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
      title: 'keeps an idle connection',
      why: 'Chat keeps its connections (1047/34354). A callback is lost if the receiver closes the connection at that moment.',
      advice:
        'Keep idle connections for longer than any proxy in front of the receiver does, for example 75 s: in Node, server.keepAliveTimeout = 75_000 (the default is 5 s).',
      run: keepAlive,
    },
    {
      name: 'still-there',
      title: 'still accepts an ordinary callback',
      why: 'Whatever a stranger sends, the receiver must accept the next callback.',
      advice: "Find the probe after which it broke, and read the receiver's log.",
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
      const when = openFor < 0.1 ? 'immediately' : `after ${openFor.toFixed(1)} s`;
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
