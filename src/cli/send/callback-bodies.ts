import { readFileSync } from 'node:fs';
import { errorLine } from '../../common/error-text.js';
import { UsageError } from '../exit-codes.js';
import { FreshSamples } from '../fresh-sample.js';
import type { Assignment } from './assignment.js';

/** Makes the bodies to send: from a file or from samples, with the members of `--set`. */
export class CallbackBodies {
  private readonly samples: FreshSamples;

  constructor(
    sdkAppId: number,
    private readonly command: string,
    private readonly assignments: readonly Assignment[],
    private readonly file: string | undefined,
  ) {
    this.samples = new FreshSamples(sdkAppId);
  }

  /** @throws UsageError if the file cannot be read, or if members are given and the file is no JSON object */
  next(): object | string {
    if (this.file === undefined) return this.changed(this.samples.next(this.command));
    const text = this.read(this.file);
    return this.assignments.length === 0 ? text : this.changed(parseObject(text, this.file));
  }

  private changed(body: object): object {
    return { ...body, ...Object.fromEntries(this.assignments) };
  }

  private read(file: string): string {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new UsageError(errorLine(error), { cause: error });
    }
  }
}

function parseObject(text: string, file: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new UsageError(`${file} is not JSON, so nothing can be set in it`, { cause: error });
  }
  throw new UsageError(`${file} holds no JSON object, so nothing can be set in it`);
}
