import { errorType, OTHER } from './attributes.js';

/** Maximum number of error types that are labels of metrics. */
const MAX_TYPES = 50;

/** Limits the labels that thrown values cause: an app may give each error another name. */
export class ErrorTypes {
  private readonly known = new Set<string>();

  of(thrown: unknown): string {
    const type = errorType(thrown);
    if (this.known.size < MAX_TYPES) this.known.add(type);
    return this.known.has(type) ? type : OTHER;
  }
}
