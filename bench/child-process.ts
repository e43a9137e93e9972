import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type Reply<Answer> = { answer: Answer } | { error: string };

/** A process of its own that answers questions, one at a time. */
export class Child<Question extends object, Answer> {
  private readonly process: ChildProcess;

  /** @param entry URL of the file to run; it has to call {@link answerQuestions} */
  constructor(
    private readonly name: string,
    entry: URL,
    args: string[] = [],
    nodeOptions: string[] = [],
  ) {
    this.process = fork(fileURLToPath(entry), args, {
      execArgv: nodeOptions,
      env: { ...process.env, NODE_ENV: 'production' },
    });
  }

  async ask(question: Question): Promise<Answer> {
    const over = new AbortController();
    try {
      this.process.send(question);
      const reply = await Promise.race([this.reply(over.signal), this.death(over.signal)]);
      if ('error' in reply) throw new Error(`${this.name}: ${reply.error}`);
      return reply.answer;
    } finally {
      over.abort();
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

  private async death(signal: AbortSignal): Promise<never> {
    const [code, killedBy] = await once(this.process, 'exit', { signal });
    throw new Error(`${this.name} ended too early (${code ?? killedBy})`);
  }
}

/** The child's side: answers whatever the parent asks until the parent is gone. */
export function answerQuestions(answer: (question: never) => Promise<unknown>): void {
  process.on('message', (question) => {
    answer(question as never).then(
      (answered) => process.send?.({ answer: answered }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
    );
  });
  // However the parent ended: a server or a generator that goes on alone would spoil the next run.
  process.on('disconnect', () => process.exit());
}
