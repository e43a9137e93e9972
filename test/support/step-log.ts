import { once } from 'node:events';
import type { INestApplication } from '@nestjs/common';
import { Lifecycle, type LifecycleStepName, type LifecycleSteps } from '../../src/index.js';

/** Records steps of a registration's lifecycle, so that a test can await one instead of sleeping. */
export class StepLog {
  readonly names: LifecycleStepName[] = [];
  private readonly steps: { name: LifecycleStepName; payload: unknown }[] = [];
  private readonly arrivals = new EventTarget();

  constructor(app: INestApplication, ...names: LifecycleStepName[]) {
    const lifecycle = app.get(Lifecycle, { strict: false });
    for (const name of names) {
      lifecycle.observe({
        [name]: (payload: unknown) => {
          this.names.push(name);
          this.steps.push({ name, payload });
          this.arrivals.dispatchEvent(new Event('arrival'));
        },
      });
    }
  }

  /** The steps of that name until now. */
  all<Name extends LifecycleStepName>(name: Name): LifecycleSteps[Name][] {
    return this.steps
      .filter((step) => step.name === name)
      .map(({ payload }) => payload as LifecycleSteps[Name]);
  }

  /** The nth step of that name, as soon as it is there. */
  async get<Name extends LifecycleStepName>(name: Name, nth = 1): Promise<LifecycleSteps[Name]> {
    for (;;) {
      const found = this.all(name)[nth - 1];
      if (found) return found;
      await once(this.arrivals, 'arrival');
    }
  }
}
