import { cpus } from 'node:os';

/** CPU time that the machine has used since it started, in ms. */
export function machineCpuMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

/** Such as `Node v20.20.2, 2 × AMD EPYC`. */
export function machineName(): string {
  const all = cpus();
  return `Node ${process.version}, ${all.length} × ${all[0]?.model.trim()}`;
}
