/** The load generator, in a separate process: runs each order that it receives, and sends back the result. */
import { answerQuestions } from '../child-process.js';
import { closedLoop } from './closed-loop.js';
import { Latencies } from './latencies.js';
import { openLoop } from './open-loop.js';
import type { LoadOrder, LoadResult } from './order.js';

async function load(order: LoadOrder): Promise<LoadResult> {
  const { extent } = order;
  const latencies = new Latencies();
  const cpuBefore = process.cpuUsage();
  const startedAt = Date.now();
  const answers =
    'perSecond' in extent
      ? await openLoop(order, extent, latencies.record)
      : await closedLoop(order, extent, latencies.record);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ...answers, ...latencies.percentiles(), startedAt, cpuMs: (user + system) / 1000 };
}

answerQuestions(load);
