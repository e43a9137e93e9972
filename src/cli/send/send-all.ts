import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { createCallbackRequest } from '../../testing/callback-request.js';
import type { ChatApp } from '../chat-app.js';
import { chatOpinion, milliseconds } from '../chat-opinion.js';
import { exchange } from '../exchange.js';
import type { Terminal } from '../terminal.js';
import type { CallbackBodies } from './callback-bodies.js';

export interface SendPlan {
  app: ChatApp;
  command: string;
  bodies: CallbackBodies;
  url: string;
  times: number;
  /** Starts in a second; without it each callback waits for the answer to the one before. */
  rate?: number;
  insecure?: boolean;
  hide: (text: string) => string;
}

/** Result of a callback that was sent. */
export interface Sent {
  success: boolean;
  ms: number;
}

/** Sends over connections that are kept, as Chat does, and prints each answer as it comes. */
export async function sendAll(plan: SendPlan, terminal: Terminal): Promise<Sent[]> {
  const agent = plan.url.startsWith('https:')
    ? new TlsAgent({ keepAlive: true })
    : new Agent({ keepAlive: true });
  try {
    return await (plan.rate === undefined
      ? oneAfterTheOther(plan, agent, terminal)
      : atRate(plan, plan.rate, agent, terminal));
  } finally {
    agent.destroy();
  }
}

async function oneAfterTheOther(plan: SendPlan, agent: Agent, terminal: Terminal): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let number = 1; number <= plan.times; number += 1) {
    sent.push(await sendCallback(plan, number, agent, terminal));
  }
  return sent;
}

async function atRate(plan: SendPlan, rate: number, agent: Agent, terminal: Terminal): Promise<Sent[]> {
  const began = performance.now();
  const sent: Promise<Sent>[] = [];
  for (let number = 1; number <= plan.times; number += 1) {
    const wait = began + ((number - 1) * 1000) / rate - performance.now();
    if (wait > 0) await delay(wait);
    sent.push(sendCallback(plan, number, agent, terminal));
  }
  return Promise.all(sent);
}

async function sendCallback(
  { app, command, bodies, url, insecure, hide }: SendPlan,
  number: number,
  agent: Agent,
  terminal: Terminal,
): Promise<Sent> {
  const request = createCallbackRequest({ ...app, command, path: url, body: bodies.next() });
  const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  const answer = await exchange(
    { url: request.url, headers: request.headers, body },
    { agent, insecure, hide },
  );
  const { success, words } = chatOpinion(answer);
  const status = answer.answered ? String(answer.status) : '---';
  terminal.value({
    type: 'callback',
    number,
    command,
    success,
    ...(answer.answered ? { status: answer.status, answer: answer.shown } : { reason: answer.reason }),
    ms: answer.ms,
  });
  const painted = terminal.paint(success ? 'green' : 'red', status);
  terminal.line(`${painted} in ${milliseconds(answer.ms).padStart(7)}  ${command}  ${words}`);
  return { success, ms: answer.ms };
}
