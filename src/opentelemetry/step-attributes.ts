import type { Attributes } from '@opentelemetry/api';
import type { TelemetryContext } from '../index.js';
import { ATTRIBUTE, commandName, SYSTEM } from './attributes.js';
import { Remembered } from './remembered.js';

/** The attributes of one registration's metrics. Those of every callback are made once and kept. */
export class StepAttributes {
  private readonly commands = new Remembered((name: string) => this.with({ [ATTRIBUTE.command]: name }));
  private readonly outcomes = new Remembered(
    (name: string) =>
      new Remembered((outcome: string) => ({ ...this.commands.of(name), [ATTRIBUTE.outcome]: outcome })),
  );
  private readonly answers = new Remembered(
    (name: string | undefined) =>
      new Remembered((status: number) => ({
        ...(name === undefined ? this.with() : this.commands.of(name)),
        [ATTRIBUTE.status]: status,
      })),
  );
  private readonly verdicts = new Remembered(
    (name: string) =>
      new Remembered(
        (kind: string) =>
          new Remembered((by: string) => ({
            ...this.commands.of(name),
            [ATTRIBUTE.kind]: kind,
            [ATTRIBUTE.by]: by,
          })),
      ),
  );
  private readonly calls = new Remembered(
    (name: string) =>
      new Remembered((handler: string) =>
        this.with({
          [ATTRIBUTE.system]: SYSTEM,
          [ATTRIBUTE.operationName]: 'process',
          [ATTRIBUTE.operationType]: 'process',
          [ATTRIBUTE.destination]: name,
          [ATTRIBUTE.handler]: handler,
        }),
      ),
  );

  constructor(private readonly context: Pick<TelemetryContext, 'registration' | 'isKnown'>) {}

  with(attributes: Attributes = {}): Attributes {
    return { [ATTRIBUTE.registration]: this.context.registration, ...attributes };
  }

  ofCommand(command: string): Attributes {
    return this.commands.of(this.nameOf(command));
  }

  ofOutcome(command: string, outcome: string): Attributes {
    return this.outcomes.of(this.nameOf(command)).of(outcome);
  }

  ofAnswer(command: string | undefined, status: number): Attributes {
    return this.answers.of(command === undefined ? undefined : this.nameOf(command)).of(status);
  }

  ofVerdict(command: string, kind: string, by: string): Attributes {
    return this.verdicts.of(this.nameOf(command)).of(kind).of(by);
  }

  ofCall(command: string, handler: string): Attributes {
    return this.calls.of(this.nameOf(command)).of(handler);
  }

  private nameOf(command: string): string {
    return commandName(command, this.context.isKnown);
  }
}
