/** Holds handlers until the test opens it, so that no test has to sleep. */
export class Gate {
  /** How many are held. */
  waiting = 0;
  private readonly opened = deferred();
  private arrivals: { count: number; resolve: () => void }[] = [];

  pass(): Promise<void> {
    this.waiting += 1;
    for (const arrival of this.arrivals) if (this.waiting >= arrival.count) arrival.resolve();
    return this.opened.promise;
  }

  /** Resolves when that many handlers are held. */
  reached(count = 1): Promise<void> {
    if (this.waiting >= count) return Promise.resolve();
    const { promise, resolve } = deferred();
    this.arrivals.push({ count, resolve });
    return promise;
  }

  open(): void {
    this.opened.resolve();
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
