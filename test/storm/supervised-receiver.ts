import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import type { StruckFault } from './faults/struck-faults.js';
import type {
  Block,
  ReceiverMessage,
  ReceiverOrder,
  ReceiverSettings,
  StoreReport,
} from './storm-settings.js';

/** Pause before a receiver that has ended is started again, in ms. */
const RESTART_MS = 300;

/** So many lines of its log explain a crash. */
const LAST_LINES = 8;

/** How long a receiver may take to end or to answer, in ms. */
const PATIENCE_MS = 20_000;

/** A receiver under a supervisor, which starts it again whenever it ends. */
export class SupervisedReceiver {
  /** Everything that all its lives have logged. */
  log = '';
  /** From the end of each life to the beginning of the next one. */
  readonly absences: StruckFault[] = [];
  /** Ends that nobody has asked for. */
  readonly crashes: string[] = [];
  readonly blocks: Block[] = [];
  /** Heap of the present life at its start, in MB. */
  heapMb = 0;
  private child: ChildProcess | undefined;
  private isListening = false;
  private stopped = false;
  private life: Promise<void> | undefined;
  private answer: ((report: StoreReport | string) => void) | undefined;
  /** Number of reports that it was asked for. */
  private asked = 0;

  constructor(
    readonly index: number,
    readonly settings: ReceiverSettings,
  ) {}

  async start(): Promise<void> {
    const child = fork(fileURLToPath(new URL('receiver/receiver.js', import.meta.url)), {
      env: { ...process.env, STORM: JSON.stringify(this.settings), NO_COLOR: '1' },
      // Helpers of the garbage collector that wait for a processor would look like a blocked event loop.
      execArgv: ['--max-old-space-size=160', '--expose-gc', '--single-threaded-gc'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.isListening = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
      });
    }
    this.life = this.supervise(child);
    const listening = new Promise<void>((resolve) => {
      child.on('message', (message: ReceiverMessage) => {
        if (message.kind === 'blocked') this.blocks.push(message);
        else if (message.kind === 'report') this.answered(message.nth, message.report);
        else {
          this.heapMb = message.heapMb;
          this.isListening = true;
          resolve();
        }
      });
    });
    await Promise.race([listening, once(child, 'exit')]);
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  order(order: ReceiverOrder): void {
    if (this.child?.connected === true) this.child.send(order, () => {});
  }

  /** Ends the present life. Resolves when it has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Returns what its store holds, or why it does not say. */
  async report(): Promise<StoreReport | string> {
    const answer = new Promise<StoreReport | string>((resolve) => {
      this.answer = resolve;
    });
    this.asked += 1;
    this.order({ kind: 'report', nth: this.asked });
    return Promise.race([answer, delay(PATIENCE_MS, 'it did not answer', { ref: false })]);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.signal('SIGCONT');
    const ended = this.end('SIGTERM').then(() => true);
    if (!(await Promise.race([ended, delay(PATIENCE_MS, false, { ref: false })]))) {
      this.crashes.push('did not end after SIGTERM');
      await this.end('SIGKILL');
    }
    await this.life;
  }

  /** A late answer says what was true long ago. */
  private answered(nth: number, report: StoreReport | string): void {
    if (nth === this.asked) this.answer?.(report);
  }

  private async supervise(child: ChildProcess): Promise<void> {
    await once(child, 'exit');
    const from = Date.now();
    const { exitCode, signalCode } = child;
    // SIGKILL comes from the storm or from the odd handler. SIGTERM ends a receiver that is still starting.
    const isKilled = signalCode === 'SIGKILL' || (signalCode === 'SIGTERM' && !this.isListening);
    const isAsked = exitCode === 0 || isKilled;
    if (!isAsked) {
      const last = this.log.trimEnd().split('\n').slice(-LAST_LINES);
      this.crashes.push(`ended with ${exitCode ?? signalCode}:\n${last.join('\n')}`);
    }
    if (this.stopped) return;
    await delay(RESTART_MS);
    if (this.stopped) return;
    await this.start();
    // A crash excuses nothing.
    if (!isAsked) return;
    const repeats = signalCode === 'SIGKILL';
    this.absences.push({ name: 'absence', receiver: this.index, from, to: Date.now(), repeats });
  }
}
