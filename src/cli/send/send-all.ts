import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { type CallbackRequest, createCallbackRequest } from '../../testing/callback-request.js';
import type { ChatApp } from '../chat-app.js';
import { exchange, type ExchangeOptions } from '../exchange.js';
import { printExchange } from '../print-exchange.js';
import type { Terminal } from '../terminal.js';
import type { CallbackBodies } from './callback-bodies.js';

export interface SendPlan extends Pick<ExchangeOptions, 'insecure' | 'hide'> {
  app: ChatApp;
  command: string;
  bodies: CallbackBodies;
  url: string;
  times: number;
  /** How many to start in a second. Without it, each callback waits for the answer to the one before. */
  rate?: number;
}

/** Result of a callback that was sent. */
export interface Sent {
  success: boolean;
  ms: number;
}

/** Sends over connections that are kept, as Chat does, and prints each answer when it comes. */
export async function sendAll(plan: SendPlan, terminal: Terminal): Promise<Sent[]> {
  const { app, command, bodies, url, times, rate, insecure, hide } = plan;
  const agent = url.startsWith('https:') ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true });
  const began = performance.now();
  const sent: Promise<Sent>[] = [];
  const send = async ({ url: target, headers, body }: CallbackRequest, number: number): Promise<Sent> => {
    const message = { url: target, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
    const answer = await exchange(message, { agent, insecure, hide });
    return { success: printExchange(answer, { type: 'callback', number, command }, terminal), ms: answer.ms };
  };
  try {
    for (let number = 1; number <= times; number += 1) {
      if (rate === undefined) await sent.at(-1);
      else await until(began + ((number - 1) * 1000) / rate);
      const request = createCallbackRequest({ ...app, command, path: url, body: bodies.next() });
      sent.push(send(request, number));
    }
    return await Promise.all(sent);
  } finally {
    agent.destroy();
  }
}

async function until(moment: number): Promise<void> {
  const wait = moment - performance.now();
  if (wait > 0) await delay(wait);
}
