import { readFileSync } from 'node:fs';

/**
 * CPU time that the main thread of this process has used so far, in ms: what limits a server on Node, hardly moved by what
 * else is running. `null` where the system does not tell.
 */
export function mainThreadCpuMs(): number | null {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return null;
  }
}
