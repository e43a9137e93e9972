import type { INestApplication } from '@nestjs/common';

/** Breaks of a receiver. Each of them is one that an invariant has to see: otherwise the storm proves nothing. */
export const breaks = {
  forgets: (nth: number): boolean => nth % 100 === 7,
  repeats: (nth: number): boolean => nth % 100 === 8,

  /** Breaks what does not belong to one callback. */
  all(app: INestApplication): void {
    let requests = 0;
    app.use(
      (_request: unknown, response: { writeHead(status: number): { end(): void } }, next: () => void) => {
        requests += 1;
        if (requests % 100 === 0) response.writeHead(503).end();
        else next();
      },
    );
    const hoard: number[][] = [];
    setTimeout(() => {
      const end = performance.now() + 600;
      while (performance.now() < end);
      hoard.push(Array.from({ length: 8_000_000 }, Math.random));
      for (let line = 0; line < 50_000; line += 1) console.log(`line ${line} of ${hoard.length} hoards`);
    }, 4000);
    // One of the two lives on with its hoard.
    setTimeout(() => process.exit(3), 2000 + (process.pid % 2) * 60_000);
  },
};
