import type { RecordHandler } from '../port/record-handler.js';

/** Maximum number of calls that wait in memory. Others wait in the store, so that no other record is held up by them. */
const MAX_WAITING = 500;

/** Maximum of the estimated bytes of the records of these calls: half of what may be claimed. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

/** What a call has to pass before it runs. */
interface Gate {
  readonly name: string;
  /** How many calls may be inside. */
  readonly width: number;
}

interface LineCall {
  /** Estimated bytes of its record. */
  readonly bytes: number;
  readonly handler: Pick<RecordHandler, 'id' | 'key' | 'concurrency'>;
}

interface Line<Call> {
  inside: number;
  readonly waiting: Call[];
}

/** Lets at most `concurrency` calls of a handler run at a time, and no two with the same key. */
export class CallLines<Call extends LineCall> {
  /** Number of calls that wait. */
  waiting = 0;
  private waitingBytes = 0;
  private readonly lines = new Map<string, Line<Call>>();

  /** Whether a call would have to wait, and too many do already. */
  refuses(call: Call): boolean {
    if (this.waiting < MAX_WAITING && this.waitingBytes < MAX_WAITING_BYTES) return false;
    return gatesOf(call).some(({ name, width }) => (this.lines.get(name)?.inside ?? 0) >= width);
  }

  /** Returns whether the call may run. If not, {@link leave} returns it later. */
  enter(call: Call): boolean {
    return this.pass(call, gatesOf(call));
  }

  /** Called when a call has ended. Returns the calls that may run now. */
  leave(call: Call): Call[] {
    return gatesOf(call).flatMap(({ name }) => {
      const next = this.leaveLine(name);
      if (next === undefined) return [];
      const passed = gatesOf(next).findIndex((gate) => gate.name === name) + 1;
      return this.pass(next, gatesOf(next).slice(passed)) ? [next] : [];
    });
  }

  /** Removes the calls that wait, and returns them. */
  clear(): Call[] {
    const left = [...this.lines].flatMap(([name, line]) =>
      line.waiting.splice(0).map((call) => ({ name, call })),
    );
    this.waiting = 0;
    this.waitingBytes = 0;
    for (const { name, call } of left) {
      const gates = gatesOf(call);
      const passed = gates.findIndex((gate) => gate.name === name);
      for (const gate of gates.slice(0, passed)) this.leaveLine(gate.name);
    }
    return left.map(({ call }) => call);
  }

  private pass(call: Call, gates: readonly Gate[]): boolean {
    for (const { name, width } of gates) {
      const line = this.lines.get(name) ?? { inside: 0, waiting: [] };
      this.lines.set(name, line);
      if (line.inside >= width) {
        line.waiting.push(call);
        this.waiting += 1;
        this.waitingBytes += call.bytes;
        return false;
      }
      line.inside += 1;
    }
    return true;
  }

  /** @returns the call that is inside instead */
  private leaveLine(name: string): Call | undefined {
    const line = this.lines.get(name);
    if (line === undefined) return undefined;
    const next = line.waiting.shift();
    if (next === undefined) {
      line.inside -= 1;
      if (line.inside === 0) this.lines.delete(name);
    } else {
      this.waiting -= 1;
      this.waitingBytes -= next.bytes;
    }
    return next;
  }
}

/** The key comes first: a call that waits for its key must not take the place of one with another key. */
function gatesOf({ handler }: LineCall): readonly Gate[] {
  const { id, key, concurrency } = handler;
  if (key === undefined && concurrency === undefined) return NONE;
  const gates: Gate[] = key === undefined ? [] : [{ name: JSON.stringify([id, key]), width: 1 }];
  if (concurrency !== undefined) gates.push({ name: id, width: concurrency });
  return gates;
}

const NONE: readonly Gate[] = [];
