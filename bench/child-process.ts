import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

type Reply<Answer> = { answer: Answer } | { error: string };

/** The built file of the bench, in this checkout or another one. */
export function entryOf(file: string, checkout?: string): string {
  return checkout === undefined
    ? fileURLToPath(new URL(file, import.meta.url))
    : resolve(checkout, 'bench/dist', file);
}

interface ChildOptions {
  args?: string[];
  nodeOptions?: string[];
  /** The checkout whose build runs, which is this one by default. */
  checkout?: string | undefined;
}

/** A separate process that answers questions, one at a time. */
export class Child<Question extends object, Answer> {
  private readonly process: ChildProcess;

  /** @param file the file to run, in `bench/dist`; it has to call {@link answerQuestions} */
  constructor(
    private readonly name: string,
    file: string,
    { args = [], nodeOptions = [], checkout }: ChildOptions = {},
  ) {
    this.process = fork(entryOf(file, checkout), args, {
      execArgv: nodeOptions,
      env: { ...process.env, NODE_ENV: 'production' },
    });
  }

  async ask(question: Question): Promise<Answer> {
    const settled = new AbortController();
    try {
      this.process.send(question);
      const reply = await Promise.race([this.reply(settled.signal), this.exit(settled.signal)]);
      if ('error' in reply) throw new Error(`${this.name}: ${reply.error}`);
      return reply.answer;
    } finally {
      settled.abort();
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.kill(signal);
    await exit;
  }

  private async reply(signal: AbortSignal): Promise<Reply<Answer>> {
    const [reply] = await once(this.process, 'message', { signal });
    return reply as Reply<Answer>;
  }

  private async exit(signal: AbortSignal): Promise<never> {
    const [code, killedBy] = await once(this.process, 'exit', { signal });
    throw new Error(`${this.name} exited too early (${code ?? killedBy})`);
  }
}

/** Answers the parent's questions, in the child, until the parent is gone. */
export function answerQuestions(answer: (question: never) => Promise<unknown>): void {
  process.on('message', (question) => {
    answer(question as never).then(
      (answered) => process.send?.({ answer: answered }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
    );
  });
  // A server or a load generator that outlives its parent would disturb the next run.
  process.on('disconnect', () => process.exit());
}
