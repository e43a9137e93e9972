import type { RecordHandler } from '../port/record-handler.js';

/** How many calls may wait in memory. Others wait in the store, where they delay no other record. */
interface WaitingLimit {
  readonly calls: number;
  /** Maximum of the estimated bytes of their records. */
  readonly bytes: number;
}

const OF_A_HANDLER: WaitingLimit = { calls: 100, bytes: 4 * 1024 * 1024 };

/** Half of what may be claimed. */
const OF_ALL: WaitingLimit = { calls: 500, bytes: 16 * 1024 * 1024 };

/** The rest of what may be claimed is for handlers whose calls do not wait. */
const AT_MOST: WaitingLimit = { calls: 750, bytes: 24 * 1024 * 1024 };

/** How many calls of a handler may wait even if other handlers have reached the limit, so that it goes on while those hang. */
const RESERVED = 10;

/** A limit that a call must pass before it runs. */
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

/** Counts calls that wait. */
class Waiting {
  calls = 0;
  private bytes = 0;

  add(call: LineCall): void {
    this.calls += 1;
    this.bytes += call.bytes;
  }

  remove(call: LineCall): void {
    this.calls -= 1;
    this.bytes -= call.bytes;
  }

  reaches(limit: WaitingLimit): boolean {
    return this.calls >= limit.calls || this.bytes >= limit.bytes;
  }
}

const NO_CALLS = new Waiting();

interface Line<Call> {
  inside: number;
  readonly waiting: Call[];
}

/** Lets at most `concurrency` calls of a handler run at a time, and no two with the same key. */
export class CallLines<Call extends LineCall> {
  private readonly all = new Waiting();
  /** The calls that wait, by the id of their handler. */
  private readonly byHandler = new Map<string, Waiting>();
  private readonly lines = new Map<string, Line<Call>>();

  /** Number of calls that wait. */
  get waiting(): number {
    return this.all.calls;
  }

  /** Whether a call would have to wait, and too many already wait. */
  refuses(call: Call): boolean {
    const own = this.byHandler.get(call.handler.id) ?? NO_CALLS;
    const isFull =
      own.reaches(OF_A_HANDLER) ||
      this.all.reaches(AT_MOST) ||
      (own.calls >= RESERVED && this.all.reaches(OF_ALL));
    if (!isFull) return false;
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
    for (const { call } of left) this.removeWaiting(call);
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
        this.addWaiting(call);
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
    } else this.removeWaiting(next);
    return next;
  }

  private addWaiting(call: Call): void {
    const { id } = call.handler;
    const own = this.byHandler.get(id) ?? new Waiting();
    this.byHandler.set(id, own);
    own.add(call);
    this.all.add(call);
  }

  private removeWaiting(call: Call): void {
    const { id } = call.handler;
    const own = this.byHandler.get(id);
    own?.remove(call);
    if (own?.calls === 0) this.byHandler.delete(id);
    this.all.remove(call);
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
