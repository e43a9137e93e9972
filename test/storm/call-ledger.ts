import { existsSync, readFileSync } from 'node:fs';

/** A line that a receiver has written. */
export interface Call {
  readonly at: number;
  readonly what: string;
  readonly handler: string;
  readonly nth: number;
  readonly pid: number;
}

/** Reads what the handlers of all processes have written, by callback. */
export function readCalls(file: string): Map<number, Call[]> {
  const calls = new Map<number, Call[]>();
  if (!existsSync(file)) return calls;
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const [at, what = '', handler = '', nth, pid] = line.split(' ');
    const call = { at: Number(at), what, handler, nth: Number(nth), pid: Number(pid) };
    const known = calls.get(call.nth);
    if (known === undefined) calls.set(call.nth, [call]);
    else known.push(call);
  }
  return calls;
}
