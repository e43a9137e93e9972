import { readFileSync } from 'node:fs';

/**
 * Returns the CPU time that the main thread of this process has used so far, in ms. It limits a server on Node, and other
 * processes hardly change it. `null` if the system does not report it.
 */
export function mainThreadCpuMs(): number | null {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return null;
  }
}
