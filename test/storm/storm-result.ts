import type { Call } from './call-ledger.js';
import type { StruckFault } from './faults/struck-faults.js';
import type { StormCallback } from './storm-callback.js';
import type { Sent } from './storm-load.js';
import type { Block, StoreReport } from './storm-settings.js';

/** All that is known of one receiver at the end of a storm. */
export interface ReceiverResult {
  readonly report: StoreReport | string;
  /** Heap of its present life at the start, in MB. */
  readonly heapMb: number;
  /** Everything that it has logged. */
  readonly log: string;
  readonly crashes: readonly string[];
  readonly blocks: readonly Block[];
}

/** Number of lines that all receivers have logged. */
export function logLinesOf({ receivers }: Pick<StormResult, 'receivers'>): number {
  return receivers.reduce((sum, { log }) => sum + log.split('\n').length, 0);
}

/** All that is known at the end of a storm. */
export interface StormResult {
  /** Whether the store outlives its receivers, which share it. */
  readonly durable: boolean;
  readonly answered: ReadonlyMap<number, StormCallback>;
  readonly refused: readonly Sent[];
  readonly calls: ReadonlyMap<number, readonly Call[]>;
  /** Faults, and absences of receivers. */
  readonly faults: readonly StruckFault[];
  readonly receivers: readonly ReceiverResult[];
  /** Blocks of a process that did nothing. */
  readonly control: readonly Block[];
  readonly minutes: number;
}
