import { chatOpinion, milliseconds } from './chat-opinion.js';
import type { Exchange } from './exchange.js';
import { paint, type Terminal } from './terminal.js';

/** What an exchange was about. */
interface Subject {
  type: 'callback' | 'answer';
  command?: string;
  /** Which one of a series. */
  number?: number;
}

/** Prints an exchange with what Chat would make of it. Returns whether Chat would count it as a success. */
export function printExchange(
  exchange: Exchange,
  subject: Subject,
  terminal: Terminal,
  indent = '',
): boolean {
  const { success, words } = chatOpinion(exchange);
  const { answered, ms } = exchange;
  const outcome = answered
    ? { status: exchange.status, answer: exchange.shown }
    : { reason: exchange.reason };
  terminal.value({ ...subject, success, ...outcome, ms });
  const status = paint(success ? 'green' : 'red', answered ? String(exchange.status) : '---');
  const facts = [milliseconds(ms).padStart(7), subject.command ?? 'no command', words];
  terminal.line(indent, status, ` in ${facts.join('  ')}`);
  return success;
}
